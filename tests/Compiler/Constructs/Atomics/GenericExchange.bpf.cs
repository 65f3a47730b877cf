// csbpf build --cpu v3
using System;
using System.Threading;

namespace CsBpf.Constructs.Atomics;

/// <summary>Generic code that exchanges, for each set of type arguments; and the elements of a span.</summary>
[BpfObject]
public partial class GenericExchange
{
    public struct Args
    {
        public int Small;
        public long Large;
        public int Before;
        public long WideBefore;
        public long Sum;
    }

    private int _int = 4;
    private long _long = -4;

    [Syscall]
    public int Run(ref Args args)
    {
        args.Before = Replace(ref _int, args.Small);
        args.WideBefore = Replace(ref _long, args.Large);
        Span<long> counters = stackalloc long[4];
        Interlocked.Add(ref counters[args.Small & 3], args.Large);
        Interlocked.Increment(ref counters[1]);
        args.Sum = counters[0] + (2 * counters[1]) + (3 * counters[2]) + (5 * counters[3]);
        return 1;
    }

    private static T Replace<T>(ref T place, T value)
        where T : unmanaged => Interlocked.Exchange(ref place, value);
}
