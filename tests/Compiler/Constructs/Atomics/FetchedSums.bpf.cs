// csbpf build --cpu v3
using System.Threading;

namespace CsBpf.Constructs.Atomics;

/// <summary>Sums that are used: C# gives what is there after the addition.</summary>
[BpfObject]
public partial class FetchedSums
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

    private int _int = int.MaxValue - 3;
    private uint _uint;
    private long _long;
    private ulong _ulong = ulong.MaxValue;

    [Syscall]
    public int Run(ref Args args)
    {
        args.Int = Interlocked.Increment(ref _int) / 2;
        args.UInt = Interlocked.Add(ref _uint, (uint)args.Small) >> 1;
        args.Long = Interlocked.Add(ref _long, args.Large);
        args.ULong = Interlocked.Decrement(ref _ulong);
        long ticket = Interlocked.Add(ref _int, args.Small);
        args.Long += ticket;
        return Interlocked.Decrement(ref _uint) > 7 ? 1 : 2;
    }
}
