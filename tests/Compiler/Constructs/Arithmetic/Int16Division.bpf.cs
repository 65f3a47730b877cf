namespace CsBpf.Constructs.Arithmetic;

/// <summary><c>/</c> and <c>%</c> of <c>short</c>: what throws on the CLR takes the fault exit.</summary>
[BpfObject]
public partial class Int16Division
{
    public struct Args
    {
        public short Left, Right, Quotient, Remainder;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        args.Quotient = (short)(args.Left / args.Right);
        args.Remainder = (short)(args.Left % args.Right);
        return 1;
    }
}
