namespace CsBpf.Constructs.Casts;

/// <summary><c>uint</c> to every other integer type.</summary>
[BpfObject]
public partial class UInt32Casts
{
    public struct Args
    {
        public uint Value;
        public sbyte ToSByte;
        public byte ToByte;
        public short ToInt16;
        public ushort ToUInt16;
        public int ToInt32;
        public long ToInt64;
        public ulong ToUInt64;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        args.ToSByte = (sbyte)args.Value;
        args.ToByte = (byte)args.Value;
        args.ToInt16 = (short)args.Value;
        args.ToUInt16 = (ushort)args.Value;
        args.ToInt32 = (int)args.Value;
        args.ToInt64 = (long)args.Value;
        args.ToUInt64 = (ulong)args.Value;
        return 1;
    }
}
