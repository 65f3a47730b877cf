namespace CsBpf.Constructs.Arithmetic;

/// <summary><c>+</c>, <c>-</c> and <c>*</c> of <c>int</c> wrap as in unchecked C#.</summary>
[BpfObject]
public partial class Int32Arithmetic
{
    public struct Args
    {
        public int Left, Right;
        public int Sum, Difference, Product;
        public int Negated;
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
