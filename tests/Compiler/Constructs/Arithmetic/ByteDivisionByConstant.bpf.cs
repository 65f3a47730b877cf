namespace CsBpf.Constructs.Arithmetic;

/// <summary><c>/</c> and <c>%</c> of <c>byte</c> by constants, powers of two among them.</summary>
[BpfObject]
public partial class ByteDivisionByConstant
{
    public struct Args
    {
        public byte Value, Eighth, Quotient, Remainder, LowBits;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        args.Eighth = (byte)(args.Value / 8);
        args.Quotient = (byte)(args.Value / 3);
        args.Remainder = (byte)(args.Value % 10);
        args.LowBits = (byte)(args.Value % 16);
        return 1;
    }
}
