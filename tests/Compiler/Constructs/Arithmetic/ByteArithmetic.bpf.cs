namespace CsBpf.Constructs.Arithmetic;

/// <summary><c>+</c>, <c>-</c> and <c>*</c> of <c>byte</c> wrap as in unchecked C#.</summary>
[BpfObject]
public partial class ByteArithmetic
{
    public struct Args
    {
        public byte Left, Right;
        public byte Sum, Difference, Product;
        public byte Negated;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        args.Sum = (byte)(args.Left + args.Right);
        args.Difference = (byte)(args.Left - args.Right);
        args.Product = (byte)(args.Left * args.Right);
        args.Negated = (byte)(-args.Left);
        return 1;
    }
}
