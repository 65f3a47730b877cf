namespace CsBpf.Constructs.Arithmetic;

/// <summary><c>&amp;</c>, <c>|</c>, <c>^</c> and <c>~</c> of <c>byte</c>.</summary>
[BpfObject]
public partial class ByteBitwise
{
    public struct Args
    {
        public byte Left, Right, And, Or, Xor, Not;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        args.And = (byte)(args.Left & args.Right);
        args.Or = (byte)(args.Left | args.Right);
        args.Xor = (byte)(args.Left ^ args.Right);
        args.Not = (byte)(~args.Left);
        return 1;
    }
}
