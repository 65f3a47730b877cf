namespace CsBpf.Constructs.Arithmetic;

/// <summary><c>&lt;&lt;</c>, <c>&gt;&gt;</c> and <c>&gt;&gt;&gt;</c> of <c>uint</c>: the count is masked.</summary>
[BpfObject]
public partial class UInt32Shifts
{
    public struct Args
    {
        public uint Value;
        public int Count;
        public uint Left, Right, Unsigned, LeftByConstant, RightByConstant, UnsignedByConstant;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        args.Left = args.Value << args.Count;
        args.Right = args.Value >> args.Count;
        args.Unsigned = args.Value >>> args.Count;
        args.LeftByConstant = args.Value << 3;
        args.RightByConstant = args.Value >> 5;
        args.UnsignedByConstant = args.Value >>> 6;
        return 1;
    }
}
