namespace CsBpf.Constructs.Maps;

/// <summary>An entry of an array; outside of it is the fault exit.</summary>
[BpfObject]
public partial class ArrayIndexer
{
    public struct Args
    {
        public int Index;
        public long Value;
    }

    private readonly BpfArrayMap<long> _slots = new(maxEntries: 4);

    [Syscall]
    public int Run(ref Args args)
    {
        _slots[args.Index] += args.Value;
        args.Value = _slots[args.Index];
        return 1;
    }
}
