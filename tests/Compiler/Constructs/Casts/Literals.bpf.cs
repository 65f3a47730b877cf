namespace CsBpf.Constructs.Casts;

/// <summary>Literals of all forms.</summary>
[BpfObject]
public partial class Literals
{
    public struct Args
    {
        public long A, B;
        public ulong C;
        public int D;
        public uint E;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        args.A = -1;
        args.B = 0x7FFF_FFFF_FFFF_FFFF - 0x1_0000_0000;
        args.C = 0xFFFF_FFFF_FFFF_FFFE;
        args.D = int.MinValue;
        args.E ^= 0b1010_0000_0000_0000_0000_0000_0000_0001;
        return unchecked((int)0xFFFF_FFFF);
    }
}
