namespace CsBpf.Constructs.Maps;

/// <summary>A reference to an entry that has to be there.</summary>
[BpfObject]
public partial class HashReference
{
    public struct Args
    {
        public uint Key;
        public bool Add;
        public int Value;
    }

    private readonly BpfHashMap<uint, int> _values = new(maxEntries: 8);

    [Syscall]
    public int Run(ref Args args)
    {
        if (args.Add)
            _values.TryAdd(args.Key & 3, 100);
        ref int value = ref _values.Reference(args.Key & 3);
        value += args.Value;
        args.Value = value;
        return 1;
    }
}
