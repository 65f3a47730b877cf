namespace CsBpf.Constructs.Faults;

/// <summary>A fault in a called method ends the program.</summary>
[BpfObject]
public partial class InCalledMethod
{
    public struct Args
    {
        public int Left, Right, Before, After;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        args.Before = 1;
        int quotient = Divide(args.Left, args.Right) + Divide(args.Right, args.Left);
        args.After = quotient;
        return 1;
    }

    private static int Divide(int left, int right)
    {
        int quotient = left / right;
        for (int i = 0; i < 4; i++)
            quotient += (left >> i) / right;
        return quotient;
    }
}
