namespace CsBpf.Constructs.Arithmetic;

/// <summary><c>/</c> and <c>%</c> of <c>ushort</c> by constants, powers of two among them.</summary>
[BpfObject]
public partial class UInt16DivisionByConstant
{
    public struct Args
    {
        public ushort Value, Eighth, Quotient, Remainder, LowBits;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        args.Eighth = (ushort)(args.Value / 8);
        args.Quotient = (ushort)(args.Value / 7);
        args.Remainder = (ushort)(args.Value % 1000);
        args.LowBits = (ushort)(args.Value % 16);
        return 1;
    }
}
