namespace CsBpf.Constructs.Globals;

/// <summary>A struct as a global.</summary>
[BpfObject]
public partial class StructGlobal
{
    public struct Args
    {
        public int Value;
        public long Sum;
    }

    private Statistics _statistics;

    private struct Statistics
    {
        public int Count, Largest;
        public long Sum;
    }

    [Syscall]
    public int Run(ref Args args)
    {
        _statistics.Count++;
        _statistics.Sum += args.Value;
        if (args.Value > _statistics.Largest)
            _statistics.Largest = args.Value;
        args.Sum = _statistics.Sum;
        return _statistics.Count + _statistics.Largest;
    }
}
