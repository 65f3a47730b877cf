namespace CsBpf.Constructs.Arithmetic;

/// <summary><c>+</c>, <c>-</c> and <c>*</c> of <c>short</c> wrap as in unchecked C#.</summary>
[BpfObject]
public partial class Int16Arithmetic
{
    public struct Args
    {
        public short Left, Right;
        public short Sum, Difference, Product;
        public short Negated;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        args.Sum = (short)(args.Left + args.Right);
        args.Difference = (short)(args.Left - args.Right);
        args.Product = (short)(args.Left * args.Right);
        args.Negated = (short)(-args.Left);
        return 1;
    }
}
