namespace CsBpf.Constructs.Arithmetic;

/// <summary><c>/</c> and <c>%</c> of <c>short</c> by constants, powers of two among them.</summary>
[BpfObject]
public partial class Int16DivisionByConstant
{
    public struct Args
    {
        public short Value, Eighth, Quotient, Remainder, LowBits;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        args.Eighth = (short)(args.Value / 8);
        args.Quotient = (short)(args.Value / 7);
        args.Remainder = (short)(args.Value % 1000);
        args.LowBits = (short)(args.Value % 16);
        return 1;
    }
}
