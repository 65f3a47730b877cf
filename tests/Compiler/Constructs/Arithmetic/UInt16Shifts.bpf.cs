namespace CsBpf.Constructs.Arithmetic;

/// <summary><c>&lt;&lt;</c>, <c>&gt;&gt;</c> and <c>&gt;&gt;&gt;</c> of <c>ushort</c>: the count is masked.</summary>
[BpfObject]
public partial class UInt16Shifts
{
    public struct Args
    {
        public ushort Value;
        public int Count;
        public ushort Left, Right, Unsigned, LeftByConstant, RightByConstant, UnsignedByConstant;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        args.Left = (ushort)(args.Value << args.Count);
        args.Right = (ushort)(args.Value >> args.Count);
        args.Unsigned = (ushort)(args.Value >>> args.Count);
        args.LeftByConstant = (ushort)(args.Value << 3);
        args.RightByConstant = (ushort)(args.Value >> 5);
        args.UnsignedByConstant = (ushort)(args.Value >>> 6);
        return 1;
    }
}
