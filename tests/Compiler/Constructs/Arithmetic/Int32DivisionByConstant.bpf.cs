namespace CsBpf.Constructs.Arithmetic;

/// <summary><c>/</c> and <c>%</c> of <c>int</c> by constants, powers of two among them.</summary>
[BpfObject]
public partial class Int32DivisionByConstant
{
    public struct Args
    {
        public int Value, Eighth, Quotient, Remainder, LowBits;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        args.Eighth = args.Value / 8;
        args.Quotient = args.Value / 7;
        args.Remainder = args.Value % 1000;
        args.LowBits = args.Value % 16;
        return 1;
    }
}
