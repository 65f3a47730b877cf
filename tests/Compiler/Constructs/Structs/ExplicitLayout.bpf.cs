namespace CsBpf.Constructs.Structs;

/// <summary>Fields that lie over each other.</summary>
[BpfObject]
public partial class ExplicitLayout
{
    public struct Args
    {
        public Union Union;
        public int Low, High;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        args.Low = args.Union.Low;
        args.High = args.Union.High;
        args.Union.Low = 1;
        return args.Union.Whole > 0 ? 1 : 2;
    }

    [System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Explicit)]
    public struct Union
    {
        [System.Runtime.InteropServices.FieldOffset(0)]
        public long Whole;
        [System.Runtime.InteropServices.FieldOffset(0)]
        public int Low;
        [System.Runtime.InteropServices.FieldOffset(4)]
        public int High;
    }
}
