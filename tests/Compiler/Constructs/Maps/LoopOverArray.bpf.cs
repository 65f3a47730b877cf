namespace CsBpf.Constructs.Maps;

/// <summary>All entries of an array.</summary>
[BpfObject]
public partial class LoopOverArray
{
    public struct Args
    {
        public int Value;
        public long Sum;
    }

    private readonly BpfArrayMap<int> _slots = new(maxEntries: 8);

    [Syscall]
    public int Run(ref Args args)
    {
        _slots[args.Value & 7] = args.Value;
        for (int i = 0; i < 8; i++)
            args.Sum += _slots[i];
        return 1;
    }
}
