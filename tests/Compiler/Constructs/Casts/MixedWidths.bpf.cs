namespace CsBpf.Constructs.Casts;

/// <summary>Expressions that mix widths and signs are computed in the type that C# says.</summary>
[BpfObject]
public partial class MixedWidths
{
    public struct Args
    {
        public int Int;
        public uint UInt;
        public byte Byte;
        public short Short;
        public long A, B, C, D;
        public bool Less;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        args.A = args.Int + args.UInt;
        args.B = args.Byte * args.Short;
        args.C = args.Int * 2;
        args.D = (long)args.Int * 2 + (uint)args.Short;
        args.Less = args.Int < args.UInt;
        return 1;
    }
}
