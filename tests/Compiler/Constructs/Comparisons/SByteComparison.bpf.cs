namespace CsBpf.Constructs.Comparisons;

/// <summary>The six comparisons of <c>sbyte</c>, as values.</summary>
[BpfObject]
public partial class SByteComparison
{
    public struct Args
    {
        public sbyte Left, Right;
        public bool Less, LessOrEqual, Greater, GreaterOrEqual, Equal, NotEqual;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        args.Less = args.Left < args.Right;
        args.LessOrEqual = args.Left <= args.Right;
        args.Greater = args.Left > args.Right;
        args.GreaterOrEqual = args.Left >= args.Right;
        args.Equal = args.Left == args.Right;
        args.NotEqual = args.Left != args.Right;
        return 1;
    }
}
