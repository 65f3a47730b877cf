namespace CsBpf.Constructs.Maps;

/// <summary>A table that makes room by itself.</summary>
[BpfObject]
public partial class LruHash
{
    public struct Args
    {
        public ushort Key;
        public int Value;
        public uint Count;
        public bool IsChanged;
    }

    private readonly BpfLruHashMap<ushort, int> _recent = new(maxEntries: 4_096);

    [Syscall(OnFault = -1)]
    public int Run(ref Args args)
    {
        ushort key = (ushort)(args.Key & 15);
        args.IsChanged = _recent.TryUpdate(key, args.Value);
        _recent.GetOrAdd(key) += args.Value;
        _recent[(ushort)(key ^ 1)] = args.Value;
        int sum = 0;
        args.Count = _recent.ForEach((in ushort _, ref int value) => sum += value);
        if ((args.Value & 3) == 0)
            _recent.Remove(key);
        return sum;
    }
}
