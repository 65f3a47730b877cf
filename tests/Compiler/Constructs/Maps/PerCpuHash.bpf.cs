namespace CsBpf.Constructs.Maps;

/// <summary>Tables with a value for each processor have the operations of tables.</summary>
[BpfObject]
public partial class PerCpuHash
{
    public struct Count
    {
        public uint Reads;
        public long Bytes;
    }

    public struct Args
    {
        public ulong Key;
        public long Amount, Sum;
        public Count Found;
        public bool IsAdded, IsThere, IsRemoved;
    }

    private readonly BpfPerCpuHashMap<ulong, Count> _counts = new(maxEntries: 16);
    private readonly BpfLruPerCpuHashMap<ulong, long> _recent = new(maxEntries: 1_024);

    [Syscall(OnFault = -1)]
    public int Run(ref Args args)
    {
        ref Count count = ref _counts.GetOrAdd(args.Key);
        count.Reads++;
        count.Bytes += args.Amount;
        args.IsAdded = _recent.TryAdd(args.Key, args.Amount);
        _recent.GetOrAdd(args.Key)++;
        args.IsThere = _counts.TryGetValue(args.Key, out args.Found) && _recent.ContainsKey(args.Key);
        args.Sum = _recent[args.Key];
        args.IsRemoved = _counts.Remove(args.Key) && _recent.Remove(args.Key);
        return 1;
    }
}
