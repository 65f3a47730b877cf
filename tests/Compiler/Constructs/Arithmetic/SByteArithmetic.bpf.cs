namespace CsBpf.Constructs.Arithmetic;

/// <summary><c>+</c>, <c>-</c> and <c>*</c> of <c>sbyte</c> wrap as in unchecked C#.</summary>
[BpfObject]
public partial class SByteArithmetic
{
    public struct Args
    {
        public sbyte Left, Right;
        public sbyte Sum, Difference, Product;
        public sbyte Negated;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        args.Sum = (sbyte)(args.Left + args.Right);
        args.Difference = (sbyte)(args.Left - args.Right);
        args.Product = (sbyte)(args.Left * args.Right);
        args.Negated = (sbyte)(-args.Left);
        return 1;
    }
}
