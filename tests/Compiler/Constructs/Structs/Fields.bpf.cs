namespace CsBpf.Constructs.Structs;

/// <summary>Fields of all widths.</summary>
[BpfObject]
public partial class Fields
{
    public struct Args
    {
        public byte A;
        public ushort B;
        public uint C;
        public ulong D;
        public sbyte E;
        public short F;
        public ulong Sum;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        args.Sum = (ulong)args.A + args.B + args.C + args.D + (ulong)args.E + (ulong)args.F;
        args.A = (byte)args.D;
        args.B = (ushort)args.C;
        args.F = args.E;
        return 1;
    }
}
