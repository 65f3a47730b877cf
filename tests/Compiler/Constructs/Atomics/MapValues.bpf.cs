using System.Threading;

namespace CsBpf.Constructs.Atomics;

/// <summary>Counters in the values of maps.</summary>
[BpfObject]
public partial class MapValues
{
    public struct Stats
    {
        public int Calls;
        public long Bytes;
        public ulong Largest;
    }

    public struct Args
    {
        public int Key;
        public long Bytes;
        public int Calls;
        public long Sum;
        public long Total;
    }

    private readonly BpfHashMap<int, Stats> _stats = new(maxEntries: 1000);
    private readonly BpfArrayMap<long> _totals = new(maxEntries: 4);

    [Syscall]
    public int Run(ref Args args)
    {
        ref Stats stats = ref _stats.GetOrAdd(args.Key & 15);
        Interlocked.Increment(ref stats.Calls);
        Interlocked.Add(ref stats.Bytes, args.Bytes);
        Interlocked.Add(ref _totals[args.Key & 3], args.Bytes);
        args.Calls = stats.Calls;
        args.Sum = Interlocked.Read(ref stats.Bytes);
        args.Total = _totals[args.Key & 3];
        return 1;
    }
}
