namespace CsBpf.Constructs.Maps;

/// <summary>An entry that may be missing.</summary>
[BpfObject]
public partial class HashTryGetValue
{
    public struct Args
    {
        public uint Key;
        public int Value;
        public bool Found;
    }

    private readonly BpfHashMap<uint, int> _values = new(maxEntries: 8);

    [Syscall]
    public int Run(ref Args args)
    {
        args.Found = _values.TryGetValue(args.Key & 3, out int value);
        args.Value += value;
        if (!args.Found)
            _values.TryAdd(args.Key & 3, args.Value);
        return 1;
    }
}
