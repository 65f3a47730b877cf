namespace CsBpf.Constructs.Maps;

/// <summary>A counter a key.</summary>
[BpfObject]
public partial class HashGetOrAdd
{
    public struct Args
    {
        public ulong Key;
        public long Count;
    }

    private readonly BpfHashMap<ulong, long> _counts = new(maxEntries: 16);

    [Syscall]
    public int Run(ref Args args)
    {
        ref long count = ref _counts.GetOrAdd(args.Key & 7);
        count++;
        args.Count = count;
        return 1;
    }
}
