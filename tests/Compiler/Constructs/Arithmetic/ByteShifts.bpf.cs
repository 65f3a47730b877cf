namespace CsBpf.Constructs.Arithmetic;

/// <summary><c>&lt;&lt;</c>, <c>&gt;&gt;</c> and <c>&gt;&gt;&gt;</c> of <c>byte</c>: the count is masked.</summary>
[BpfObject]
public partial class ByteShifts
{
    public struct Args
    {
        public byte Value;
        public int Count;
        public byte Left, Right, Unsigned, LeftByConstant, RightByConstant, UnsignedByConstant;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        args.Left = (byte)(args.Value << args.Count);
        args.Right = (byte)(args.Value >> args.Count);
        args.Unsigned = (byte)(args.Value >>> args.Count);
        args.LeftByConstant = (byte)(args.Value << 3);
        args.RightByConstant = (byte)(args.Value >> 5);
        args.UnsignedByConstant = (byte)(args.Value >>> 6);
        return 1;
    }
}
