namespace CsBpf.Constructs.Faults;

/// <summary>What was stored before the fault is stored, what comes after is not.</summary>
[BpfObject]
public partial class DivisionByZero
{
    public struct Args
    {
        public int Left, Right, Before, Result, After;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        args.Before = args.Left + 1;
        args.Result = args.Left / args.Right;
        args.After = 1;
        return 7;
    }
}
