namespace CsBpf.Constructs.Casts;

/// <summary><c>ulong</c> to every other integer type.</summary>
[BpfObject]
public partial class UInt64Casts
{
    public struct Args
    {
        public ulong Value;
        public sbyte ToSByte;
        public byte ToByte;
        public short ToInt16;
        public ushort ToUInt16;
        public int ToInt32;
        public uint ToUInt32;
        public long ToInt64;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        args.ToSByte = (sbyte)args.Value;
        args.ToByte = (byte)args.Value;
        args.ToInt16 = (short)args.Value;
        args.ToUInt16 = (ushort)args.Value;
        args.ToInt32 = (int)args.Value;
        args.ToUInt32 = (uint)args.Value;
        args.ToInt64 = (long)args.Value;
        return 1;
    }
}
