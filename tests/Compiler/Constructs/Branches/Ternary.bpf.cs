namespace CsBpf.Constructs.Branches;

/// <summary>Conditional expressions, nested.</summary>
[BpfObject]
public partial class Ternary
{
    public struct Args
    {
        public int Left, Right, Result;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        args.Result = args.Left > args.Right ? args.Left : args.Right == 0 ? -1 : args.Right;
        return 1;
    }
}
