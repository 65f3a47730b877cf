using System.Threading;

namespace CsBpf.Constructs.Atomics;

/// <summary>Counters of all types that nobody asks for the sum: an addition in memory, which every instruction set has.</summary>
[BpfObject]
public partial class Counters
{
    public struct Args
    {
        public int Small;
        public long Large;
        public int Int;
        public uint UInt;
        public long Long;
        public ulong ULong;
    }

    private int _int;
    private uint _uint = 10;
    private long _long = -1;
    private ulong _ulong;

    [Syscall]
    public int Run(ref Args args)
    {
        Interlocked.Increment(ref _int);
        Interlocked.Add(ref _int, args.Small);
        Interlocked.Decrement(ref _uint);
        Interlocked.Add(ref _uint, (uint)args.Small);
        Interlocked.Add(ref _long, args.Large);
        Interlocked.Increment(ref _long);
        Interlocked.Decrement(ref _ulong);
        Interlocked.Add(ref _ulong, (ulong)args.Large);
        args.Int = _int;
        args.UInt = _uint;
        args.Long = _long;
        args.ULong = _ulong;
        return 1;
    }
}
