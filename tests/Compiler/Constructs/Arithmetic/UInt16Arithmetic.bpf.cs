namespace CsBpf.Constructs.Arithmetic;

/// <summary><c>+</c>, <c>-</c> and <c>*</c> of <c>ushort</c> wrap as in unchecked C#.</summary>
[BpfObject]
public partial class UInt16Arithmetic
{
    public struct Args
    {
        public ushort Left, Right;
        public ushort Sum, Difference, Product;
        public ushort Negated;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        args.Sum = (ushort)(args.Left + args.Right);
        args.Difference = (ushort)(args.Left - args.Right);
        args.Product = (ushort)(args.Left * args.Right);
        args.Negated = (ushort)(-args.Left);
        return 1;
    }
}
