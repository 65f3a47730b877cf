using System.Threading;

namespace CsBpf.Constructs.Atomics;

/// <summary>Loads and stores that happen as they are written, though the values are known or nobody wants them.</summary>
[BpfObject]
public partial class VolatileAccesses
{
    public struct Args
    {
        public int Small;
        public long Large;
        public long Sum;
        public bool Flag;
    }

    private sbyte _sbyte;
    private byte _byte;
    private short _short;
    private ushort _ushort;
    private int _int;
    private uint _uint;
    private long _long;
    private ulong _ulong;
    private nint _nint;
    private bool _flag;

    [Syscall]
    public int Run(ref Args args)
    {
        Volatile.Write(ref _sbyte, (sbyte)args.Small);
        Volatile.Write(ref _byte, (byte)args.Small);
        Volatile.Write(ref _short, (short)args.Small);
        Volatile.Write(ref _ushort, (ushort)args.Small);
        Volatile.Write(ref _int, args.Small);
        Volatile.Write(ref _uint, (uint)args.Small);
        Volatile.Write(ref _long, args.Large);
        Volatile.Write(ref _ulong, (ulong)args.Large);
        Volatile.Write(ref _nint, (nint)args.Large);
        Volatile.Write(ref _flag, args.Small > 7);
        args.Sum = Volatile.Read(ref _sbyte) + Volatile.Read(ref _byte) + Volatile.Read(ref _short) + Volatile.Read(ref _ushort);
        args.Sum += Volatile.Read(ref _int) + Volatile.Read(ref _uint) + Volatile.Read(ref _long) + (long)Volatile.Read(ref _ulong);
        args.Sum += Volatile.Read(ref _nint);
        args.Flag = Volatile.Read(ref _flag);
        Volatile.Read(ref _int);
        Volatile.Write(ref _int, 1);
        Volatile.Write(ref _int, 1);
        Volatile.Write(ref args.Small, Volatile.Read(ref args.Small) + 1);
        return Volatile.Read(ref _int);
    }
}
