namespace CsBpf.Constructs.Arithmetic;

/// <summary><c>/</c> and <c>%</c> of <c>int</c>: what throws on the CLR takes the fault exit.</summary>
[BpfObject]
public partial class Int32Division
{
    public struct Args
    {
        public int Left, Right, Quotient, Remainder;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        args.Quotient = args.Left / args.Right;
        args.Remainder = args.Left % args.Right;
        return 1;
    }
}
