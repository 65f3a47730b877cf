namespace CsBpf.Constructs.Calls;

/// <summary>A method that changes a variable of its caller.</summary>
[BpfObject]
public partial class RefParameter
{
    public struct Args
    {
        public int Left, Right;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        int left = args.Left;
        Swap(ref left, ref args.Right);
        args.Left = left;
        return 1;
    }

    private static void Swap(ref int left, ref int right)
    {
        int old = left;
        left = right;
        right = old;
    }
}
