namespace CsBpf.Constructs.Calls;

/// <summary>A method with a second result.</summary>
[BpfObject]
public partial class OutParameter
{
    public struct Args
    {
        public uint Value, Quotient, Remainder;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        args.Quotient = Divide(args.Value, 7, out uint remainder);
        args.Remainder = remainder;
        return 1;
    }

    private static uint Divide(uint value, uint by, out uint remainder)
    {
        remainder = value % by;
        return value / by;
    }
}
