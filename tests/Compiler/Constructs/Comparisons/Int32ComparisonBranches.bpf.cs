namespace CsBpf.Constructs.Comparisons;

/// <summary>Branches on comparisons of <c>int</c> with each other and with a constant.</summary>
[BpfObject]
public partial class Int32ComparisonBranches
{
    public struct Args
    {
        public int Left, Right;
        public int Mask;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        if (args.Left < args.Right)
            args.Mask |= 1;
        if (args.Left >= args.Right)
            args.Mask |= 2;
        if (args.Left == args.Right)
            args.Mask |= 4;
        if (args.Left > -70_000)
            args.Mask |= 8;
        if (args.Left <= -70_000)
            args.Mask |= 16;
        if (args.Right != -70_000)
            args.Mask |= 32;
        return 1;
    }
}
