namespace CsBpf.Constructs.Branches;

/// <summary>A conditional expression whose sides are references.</summary>
[BpfObject]
public partial class TernaryRef
{
    public struct Args
    {
        public int Left, Right;
        public bool Choice;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        (int left, int right) = (args.Left, args.Right);
        ref int chosen = ref args.Choice ? ref left : ref right;
        chosen += 5;
        args.Left = left;
        args.Right = right;
        return chosen;
    }
}
