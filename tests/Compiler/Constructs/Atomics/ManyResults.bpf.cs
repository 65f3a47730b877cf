// csbpf build --cpu v3
using System.Threading;

namespace CsBpf.Constructs.Atomics;

/// <summary>More results than there are registers.</summary>
[BpfObject]
public partial class ManyResults
{
    public struct Args
    {
        public int Small;
        public long Large;
        public long Sum;
        public long Mix;
    }

    private long _a, _b, _c, _d;
    private int _e, _f, _g;

    [Syscall]
    public int Run(ref Args args)
    {
        long x = args.Large;
        long a = Interlocked.Add(ref _a, x);
        long b = Interlocked.Exchange(ref _b, x * 3);
        long c = Interlocked.CompareExchange(ref _c, x, a);
        long d = Interlocked.CompareExchange(ref _d, b, c);
        int e = Interlocked.Increment(ref _e);
        int f = Interlocked.Or(ref _f, args.Small);
        int g = Interlocked.CompareExchange(ref _g, e, f);
        long mix = a;
        for (int i = 0; i < 5; i++)
        {
            mix = (mix * 31) + Interlocked.CompareExchange(ref _c, mix, c + i);
            b += Interlocked.Add(ref _b, d);
            d ^= Interlocked.And(ref _d, mix);
        }

        args.Sum = a + b + c + d + e + f + g;
        args.Mix = mix ^ (a << 1) ^ (b << 2) ^ (c << 3) ^ (d << 4) ^ ((long)e << 5) ^ ((long)f << 6) ^ ((long)g << 7);
        return e - f + g;
    }
}
