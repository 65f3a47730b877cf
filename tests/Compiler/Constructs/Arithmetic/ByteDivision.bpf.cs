namespace CsBpf.Constructs.Arithmetic;

/// <summary><c>/</c> and <c>%</c> of <c>byte</c>: what throws on the CLR takes the fault exit.</summary>
[BpfObject]
public partial class ByteDivision
{
    public struct Args
    {
        public byte Left, Right, Quotient, Remainder;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        args.Quotient = (byte)(args.Left / args.Right);
        args.Remainder = (byte)(args.Left % args.Right);
        return 1;
    }
}
