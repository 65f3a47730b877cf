namespace CsBpf.Constructs.Maps;

/// <summary>An index that may be outside.</summary>
[BpfObject]
public partial class ArrayTryGetValue
{
    public struct Args
    {
        public int Index, Value;
        public bool Found;
    }

    private readonly BpfArrayMap<int> _slots = new(maxEntries: 2);

    [Syscall]
    public int Run(ref Args args)
    {
        _slots[1] = 11;
        args.Found = _slots.TryGetValue(args.Index, out int value);
        args.Value = value;
        return 1;
    }
}
