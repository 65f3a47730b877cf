namespace CsBpf.Constructs.Branches;

/// <summary>A reference is made to refer to something else, which a condition decides.</summary>
[BpfObject]
public partial class RefReassignment
{
    public struct Args
    {
        public int Left, Right, Sum, Last;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        int less = 1;
        int more = 2;
        ref int target = ref less;
        target += 10;
        target = ref args.Left < args.Right ? ref less : ref more;
        target += args.Left;
        target = ref args.Left > 3 ? ref more : ref target;
        target ^= args.Right;
        args.Sum = less + more * 3;
        args.Last = target;
        return 1;
    }
}
