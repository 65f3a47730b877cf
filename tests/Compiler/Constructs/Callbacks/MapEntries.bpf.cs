namespace CsBpf.Constructs.Callbacks;

/// <summary>The entries of maps: read, changed, looked up elsewhere and removed while going through them.</summary>
[BpfObject]
public partial class MapEntries
{
    public struct Args
    {
        public uint Seed, Limit, Visited, Left;
        public long Sum, Largest;
    }

    public struct Entry
    {
        public long Number;
        public uint Uses;
    }

    public readonly BpfHashMap<uint, Entry> Entries = new(16);
    public readonly BpfHashMap<uint, uint> Seen = new(16);
    public readonly BpfArrayMap<long> Numbers = new(6);

    [Syscall(OnFault = -5)]
    public int Run(ref Args args)
    {
        uint seed = args.Seed;
        for (uint i = 0; i < 4; i++)
            Entries[(seed >> (int)(i * 3)) & 7] = new Entry { Number = i + seed, Uses = i };
        long sum = 0;
        uint limit = args.Limit;
        args.Visited = Entries.ForEach((in uint key, ref Entry entry) =>
        {
            entry.Number += limit;
            entry.Uses++;
            sum += entry.Number * key;
            Seen[key] = entry.Uses;
        });
        long largest = 0;
        args.Visited += Numbers.ForEach((in int index, ref long number) =>
        {
            number += index + limit;
            if (number > largest)
                largest = number;
            return number % 5 != 3;
        });
        args.Sum = sum;
        args.Largest = largest;
        Entries.ForEach((in uint key, ref Entry entry) => { Entries.Remove(key); });
        uint left = 0;
        Seen.ForEach((in uint key, ref uint uses) => { left += uses; });
        args.Left = left;
        return (int)Entries.ForEach(static (in uint key, ref Entry entry) => true);
    }
}
