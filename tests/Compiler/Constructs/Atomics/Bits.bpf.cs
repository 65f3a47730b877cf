// csbpf build --cpu v3
using System.Threading;

namespace CsBpf.Constructs.Atomics;

/// <summary>Bits that are set and cleared; C# gives what was there before.</summary>
[BpfObject]
public partial class Bits
{
    public struct Args
    {
        public int Small;
        public long Large;
        public uint Before;
        public long WideBefore;
        public int Flags;
        public ulong WideFlags;
    }

    private int _flags;
    private uint _mask = uint.MaxValue;
    private long _wide = 0x5555;
    private ulong _wideFlags;

    [Syscall]
    public int Run(ref Args args)
    {
        Interlocked.Or(ref _flags, args.Small);
        Interlocked.And(ref _flags, 0x0ff0_ff0f);
        Interlocked.Or(ref _wideFlags, (ulong)args.Large);
        args.Before = Interlocked.And(ref _mask, ~(uint)args.Small);
        Interlocked.Or(ref _mask, 0xff);
        args.WideBefore = Interlocked.Or(ref _wide, args.Large);
        args.WideBefore ^= Interlocked.And(ref _wide, 0x7fff_ffff_ffff);
        args.Flags = _flags;
        args.WideFlags = _wideFlags;
        return 1;
    }
}
