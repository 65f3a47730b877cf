namespace CsBpf.Constructs.Branches;

/// <summary>The right side of <c>&amp;&amp;</c> runs only when the left one holds.</summary>
[BpfObject]
public partial class ShortCircuitAnd
{
    public struct Args
    {
        public int Left, Right;
        public bool Result;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        args.Result = args.Left > 0 && 100 / args.Left > args.Right;
        return 1;
    }
}
