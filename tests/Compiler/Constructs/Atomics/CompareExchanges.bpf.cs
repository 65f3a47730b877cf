// csbpf build --cpu v3
using System.Threading;

namespace CsBpf.Constructs.Atomics;

/// <summary>Values that take the place of others if these are what they are thought to be.</summary>
[BpfObject]
public partial class CompareExchanges
{
    public struct Args
    {
        public int Small;
        public long Large;
        public int Before;
        public uint UnsignedBefore;
        public long WideBefore;
        public ulong Last;
    }

    private int _int;
    private uint _uint = uint.MaxValue;
    private long _long;
    private ulong _ulong = 3;

    [Syscall]
    public int Run(ref Args args)
    {
        args.Before = Interlocked.CompareExchange(ref _int, args.Small, args.Small >> 1);
        args.UnsignedBefore = Interlocked.CompareExchange(ref _uint, (uint)args.Small, uint.MaxValue);
        args.WideBefore = Interlocked.CompareExchange(ref _long, args.Large, args.Large);
        args.WideBefore += Interlocked.CompareExchange(ref _long, 1 + args.Large, _long);
        Interlocked.CompareExchange(ref _ulong, (ulong)args.Large, 3);
        args.Last = _ulong;
        if (args.Small == 8)
            _uint = uint.MaxValue;
        return Interlocked.CompareExchange(ref _int, 0, 31) == 31 ? 1 : 2;
    }
}
