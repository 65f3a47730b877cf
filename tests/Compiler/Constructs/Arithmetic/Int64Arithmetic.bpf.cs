namespace CsBpf.Constructs.Arithmetic;

/// <summary><c>+</c>, <c>-</c> and <c>*</c> of <c>long</c> wrap as in unchecked C#.</summary>
[BpfObject]
public partial class Int64Arithmetic
{
    public struct Args
    {
        public long Left, Right;
        public long Sum, Difference, Product;
        public long Negated;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        args.Sum = args.Left + args.Right;
        args.Difference = args.Left - args.Right;
        args.Product = args.Left * args.Right;
        args.Negated = -args.Left;
        return 1;
    }
}
