namespace CsBpf.Constructs.Branches;

/// <summary>A method with several returns.</summary>
[BpfObject]
public partial class EarlyReturns
{
    public struct Args
    {
        public int Value, Result;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        if (args.Value < 0)
            return -1;
        args.Result = args.Value * 2;
        if (args.Value > 1000)
            return 2;
        args.Result++;
        return 1;
    }
}
