namespace CsBpf.Constructs.Comparisons;

/// <summary>Branches on comparisons of <c>ulong</c> with each other and with a constant.</summary>
[BpfObject]
public partial class UInt64ComparisonBranches
{
    public struct Args
    {
        public ulong Left, Right;
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
        if (args.Left > 10_000_000_000_000_000_000)
            args.Mask |= 8;
        if (args.Left <= 10_000_000_000_000_000_000)
            args.Mask |= 16;
        if (args.Right != 10_000_000_000_000_000_000)
            args.Mask |= 32;
        return 1;
    }
}
