namespace CsBpf.Constructs.Arithmetic;

/// <summary><c>&amp;</c>, <c>|</c>, <c>^</c> and <c>~</c> of <c>ushort</c>.</summary>
[BpfObject]
public partial class UInt16Bitwise
{
    public struct Args
    {
        public ushort Left, Right, And, Or, Xor, Not;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        args.And = (ushort)(args.Left & args.Right);
        args.Or = (ushort)(args.Left | args.Right);
        args.Xor = (ushort)(args.Left ^ args.Right);
        args.Not = (ushort)(~args.Left);
        return 1;
    }
}
