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
        ref int chosen = ref args.Choice ? ref args.Left : ref args.Right;
        chosen += 5;
        return chosen;
    }
}
