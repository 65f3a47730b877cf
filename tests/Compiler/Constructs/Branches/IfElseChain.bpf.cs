namespace CsBpf.Constructs.Branches;

/// <summary>A chain of conditions.</summary>
[BpfObject]
public partial class IfElseChain
{
    public struct Args
    {
        public int Value, Result;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        if (args.Value < -100)
            args.Result = 1;
        else if (args.Value < 0)
            args.Result = 2;
        else if (args.Value == 0)
            args.Result = 3;
        else if (args.Value <= 100)
            args.Result = 4;
        else
            args.Result = 5;
        return 1;
    }
}
