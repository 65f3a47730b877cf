namespace CsBpf.Constructs.Branches;

/// <summary>The right side of <c>||</c> runs only when the left one does not hold.</summary>
[BpfObject]
public partial class ShortCircuitOr
{
    public struct Args
    {
        public int Left, Right;
        public bool Result;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        args.Result = args.Left == 0 || args.Right / args.Left == 2;
        return 1;
    }
}
