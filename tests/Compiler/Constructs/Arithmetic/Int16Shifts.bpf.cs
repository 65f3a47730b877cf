namespace CsBpf.Constructs.Arithmetic;

/// <summary><c>&lt;&lt;</c>, <c>&gt;&gt;</c> and <c>&gt;&gt;&gt;</c> of <c>short</c>: the count is masked.</summary>
[BpfObject]
public partial class Int16Shifts
{
    public struct Args
    {
        public short Value;
        public int Count;
        public short Left, Right, Unsigned, LeftByConstant, RightByConstant, UnsignedByConstant;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        args.Left = (short)(args.Value << args.Count);
        args.Right = (short)(args.Value >> args.Count);
        args.Unsigned = (short)(args.Value >>> args.Count);
        args.LeftByConstant = (short)(args.Value << 3);
        args.RightByConstant = (short)(args.Value >> 5);
        args.UnsignedByConstant = (short)(args.Value >>> 6);
        return 1;
    }
}
