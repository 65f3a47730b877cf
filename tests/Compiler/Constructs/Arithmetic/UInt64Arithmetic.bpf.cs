namespace CsBpf.Constructs.Arithmetic;

/// <summary><c>+</c>, <c>-</c> and <c>*</c> of <c>ulong</c> wrap as in unchecked C#.</summary>
[BpfObject]
public partial class UInt64Arithmetic
{
    public struct Args
    {
        public ulong Left, Right;
        public ulong Sum, Difference, Product;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        args.Sum = args.Left + args.Right;
        args.Difference = args.Left - args.Right;
        args.Product = args.Left * args.Right;
        return 1;
    }
}
