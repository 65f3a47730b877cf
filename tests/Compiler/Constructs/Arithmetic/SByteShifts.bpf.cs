namespace CsBpf.Constructs.Arithmetic;

/// <summary><c>&lt;&lt;</c>, <c>&gt;&gt;</c> and <c>&gt;&gt;&gt;</c> of <c>sbyte</c>: the count is masked.</summary>
[BpfObject]
public partial class SByteShifts
{
    public struct Args
    {
        public sbyte Value;
        public int Count;
        public sbyte Left, Right, Unsigned, LeftByConstant, RightByConstant, UnsignedByConstant;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        args.Left = (sbyte)(args.Value << args.Count);
        args.Right = (sbyte)(args.Value >> args.Count);
        args.Unsigned = (sbyte)(args.Value >>> args.Count);
        args.LeftByConstant = (sbyte)(args.Value << 3);
        args.RightByConstant = (sbyte)(args.Value >> 5);
        args.UnsignedByConstant = (sbyte)(args.Value >>> 6);
        return 1;
    }
}
