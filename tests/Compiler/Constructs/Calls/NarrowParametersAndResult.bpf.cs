namespace CsBpf.Constructs.Calls;

/// <summary>Parameters and results that are narrower than a register.</summary>
[BpfObject]
public partial class NarrowParametersAndResult
{
    public struct Args
    {
        public int Value;
        public sbyte Narrow;
        public bool IsNegative;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        args.Narrow = Halve((sbyte)args.Value);
        args.IsNegative = IsNegative(args.Narrow);
        return Widen((byte)args.Value);
    }

    private static sbyte Halve(sbyte value) => (sbyte)(value / 2);

    private static bool IsNegative(sbyte value) => value < 0;

    private static int Widen(byte value) => value + 1000;
}
