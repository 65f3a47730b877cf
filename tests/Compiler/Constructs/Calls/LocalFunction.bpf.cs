namespace CsBpf.Constructs.Calls;

/// <summary>A function within the method.</summary>
[BpfObject]
public partial class LocalFunction
{
    public struct Args
    {
        public int Left, Right, Result;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        args.Result = Max(args.Left, args.Right);
        return 1;

        static int Max(int left, int right) => left > right ? left : right;
    }
}
