namespace CsBpf.Constructs.Globals;

/// <summary>Static fields are globals as well.</summary>
[BpfObject]
public partial class StaticFields
{
    public struct Args
    {
        public int Step;
        public long Total;
    }

    private const int Factor = 3;

    private static long _total = 5_000_000_000;

    [Syscall]
    public static int Run(ref Args args)
    {
        _total -= args.Step;
        args.Total = _total * Factor;
        return 1;
    }
}
