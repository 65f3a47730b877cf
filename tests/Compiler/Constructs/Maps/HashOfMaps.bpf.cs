namespace CsBpf.Constructs.Maps;

/// <summary>Arrays in a hash table, by a number, and each round of a loop works on another one.</summary>
[BpfObject]
public partial class HashOfMaps
{
    private readonly BpfHashOfMaps<uint, BpfArrayMap<long>> _counters = new(maxEntries: 4, inner: new(maxEntries: 4));
    private readonly BpfArrayMap<long> _ones = new(maxEntries: 4);
    private readonly BpfArrayMap<long> _twos = new(maxEntries: 4);
    private readonly BpfArrayMap<long> _unused = new(maxEntries: 4);

    public HashOfMaps()
    {
        _counters[1] = _unused;
        _counters[1] = _ones;
        _counters[2] = _twos;
    }

    public struct Args
    {
        public uint Key;
        public int Index, Missing;
        public long Step, Sum;
    }

    [Syscall(OnFault = -1)]
    public int Run(ref Args args)
    {
        for (uint key = 0; key < 4; key++)
        {
            if (!_counters.TryGetValue(key, out var counters))
            {
                args.Missing++;
                continue;
            }

            counters[args.Index & 3] += args.Step;
            uint step = key;
            counters.ForEach((in int index, ref long value) => value += index + step);
        }

        long sum = 0;
        _counters[args.Key & 3].ForEach((in int index, ref long value) => sum += value);
        args.Sum = sum;
        ref long last = ref _counters[2][args.Index & 7];
        return (int)last++;
    }
}
