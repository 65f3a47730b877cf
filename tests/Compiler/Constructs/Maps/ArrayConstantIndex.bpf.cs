namespace CsBpf.Constructs.Maps;

/// <summary>An entry that is known to be there costs no check that can fail.</summary>
[BpfObject]
public partial class ArrayConstantIndex
{
    public struct Args
    {
        public int Value;
        public int Sum;
    }

    private readonly BpfArrayMap<int> _slots = new(maxEntries: 4);

    [Syscall]
    public int Run(ref Args args)
    {
        _slots[0] += args.Value;
        _slots[3]--;
        args.Sum = _slots[0] + _slots[3];
        return 1;
    }
}
