namespace CsBpf.Constructs.Arithmetic;

/// <summary><c>/</c> and <c>%</c> of <c>sbyte</c> by constants, powers of two among them.</summary>
[BpfObject]
public partial class SByteDivisionByConstant
{
    public struct Args
    {
        public sbyte Value, Eighth, Quotient, Remainder, LowBits;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        args.Eighth = (sbyte)(args.Value / 8);
        args.Quotient = (sbyte)(args.Value / 3);
        args.Remainder = (sbyte)(args.Value % 10);
        args.LowBits = (sbyte)(args.Value % 16);
        return 1;
    }
}
