namespace CsBpf.Constructs.Maps;

/// <summary>A key with padding, and a value of several fields.</summary>
[BpfObject]
public partial class HashStructKeyAndValue
{
    public struct Args
    {
        public byte Kind;
        public uint Id;
        public long Amount;
        public Totals Totals;
    }

    private readonly BpfHashMap<Key, Totals> _totals = new(maxEntries: 16);

    public struct Key
    {
        public byte Kind;
        public uint Id;
    }

    public struct Totals
    {
        public int Count;
        public long Sum;
    }

    [Syscall]
    public int Run(ref Args args)
    {
        ref Totals totals = ref _totals.GetOrAdd(new Key { Kind = (byte)(args.Kind & 1), Id = args.Id & 1 });
        totals.Count++;
        totals.Sum += args.Amount;
        args.Totals = totals;
        return 1;
    }
}
