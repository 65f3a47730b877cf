namespace CsBpf.Constructs.Arithmetic;

/// <summary><c>/</c> and <c>%</c> of <c>sbyte</c>: what throws on the CLR takes the fault exit.</summary>
[BpfObject]
public partial class SByteDivision
{
    public struct Args
    {
        public sbyte Left, Right, Quotient, Remainder;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        args.Quotient = (sbyte)(args.Left / args.Right);
        args.Remainder = (sbyte)(args.Left % args.Right);
        return 1;
    }
}
