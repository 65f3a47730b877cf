// csbpf build --cpu v3
using System.Threading;

namespace CsBpf.Constructs.Atomics;

/// <summary>A fence between a write and a read.</summary>
[BpfObject]
public partial class Barrier
{
    private long _mine, _other;

    public struct Args
    {
        public long Value, Seen, Again;
    }

    [Syscall]
    public int Run(ref Args args)
    {
        _mine = args.Value;
        args.Seen = _other;
        Interlocked.MemoryBarrier();
        args.Again = _other;
        _other = _mine + 1;
        Thread.MemoryBarrier();
        _mine = 0;
        return (int)_other;
    }
}
