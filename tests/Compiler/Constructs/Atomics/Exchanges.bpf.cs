// csbpf build --cpu v3
using System.Threading;

namespace CsBpf.Constructs.Atomics;

/// <summary>Values that take the place of others.</summary>
[BpfObject]
public partial class Exchanges
{
    public enum Phase
    {
        Idle,
        Busy,
    }

    public struct Args
    {
        public int Small;
        public long Large;
        public int Before;
        public long WideBefore;
        public ulong Last;
        public Phase Phase;
    }

    private int _int = 5;
    private long _long;
    private ulong _ulong = 77;
    private Phase _phase;

    [Syscall]
    public int Run(ref Args args)
    {
        args.Before = Interlocked.Exchange(ref _int, args.Small);
        args.WideBefore = Interlocked.Exchange(ref _long, args.Large);
        Interlocked.Exchange(ref _ulong, (ulong)args.Large + 1);
        args.Last = _ulong;
        args.Phase = Interlocked.Exchange(ref _phase, args.Small > 3 ? Phase.Busy : Phase.Idle);
        return (int)Interlocked.Exchange(ref _int, 12);
    }
}
