namespace CsBpf.Constructs.Structs;

/// <summary>A struct that lives in registers.</summary>
[BpfObject]
public partial class LocalStruct
{
    public struct Args
    {
        public int A, B, Result;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        Range range;
        range.Low = args.A < args.B ? args.A : args.B;
        range.High = args.A < args.B ? args.B : args.A;
        args.Result = range.High - range.Low;
        return 1;
    }

    private struct Range
    {
        public int Low, High;
    }
}
