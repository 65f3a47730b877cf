namespace CsBpf.Constructs.Arithmetic;

/// <summary><c>/</c> and <c>%</c> of <c>ulong</c>: what throws on the CLR takes the fault exit.</summary>
[BpfObject]
public partial class UInt64Division
{
    public struct Args
    {
        public ulong Left, Right, Quotient, Remainder;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        args.Quotient = args.Left / args.Right;
        args.Remainder = args.Left % args.Right;
        return 1;
    }
}
