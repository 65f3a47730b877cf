namespace CsBpf.Constructs.Globals;

/// <summary>A global that keeps its value from run to run.</summary>
[BpfObject]
public partial class Counter
{
    public struct Args
    {
        public int Step;
        public long Total;
    }

    private long _total;
    private int _runs = 100;

    [Syscall]
    public int Run(ref Args args)
    {
        _total += args.Step;
        _runs++;
        args.Total = _total;
        return _runs;
    }
}
