namespace CsBpf.Constructs.Arithmetic;

/// <summary><c>/</c> and <c>%</c> of <c>ushort</c>: what throws on the CLR takes the fault exit.</summary>
[BpfObject]
public partial class UInt16Division
{
    public struct Args
    {
        public ushort Left, Right, Quotient, Remainder;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        args.Quotient = (ushort)(args.Left / args.Right);
        args.Remainder = (ushort)(args.Left % args.Right);
        return 1;
    }
}
