namespace CsBpf.Constructs.Maps;

/// <summary>The value of one map is the index of another.</summary>
[BpfObject]
public partial class TwoMaps
{
    public struct Args
    {
        public uint Key;
        public int Index;
        public long Hits;
    }

    private readonly BpfHashMap<uint, int> _indices = new(maxEntries: 4);
    private readonly BpfArrayMap<long> _hits = new(maxEntries: 8);

    [Syscall]
    public int Run(ref Args args)
    {
        _indices.TryAdd(args.Key & 3, args.Index & 7);
        ref long hits = ref _hits[_indices[args.Key & 3]];
        hits++;
        args.Hits = hits;
        return 1;
    }
}
