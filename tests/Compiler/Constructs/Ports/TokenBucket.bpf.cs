// csbpf build --cpu v3
using System;
using System.Threading;

namespace CsBpf.Constructs.Ports;

public interface IClock { ulong Now { get; } }

public readonly struct FakeClock(ulong now) : IClock { public ulong Now => now; }

public struct Bucket
{
    public long Tokens;
    public ulong Last;
    public ulong Dropped;

    public bool TryTake<TClock>(TClock clock, long cost, long rate, long burst) where TClock : struct, IClock, allows ref struct
    {
        ulong now = clock.Now;
        if (Last == 0)
            (Last, Tokens) = (now, burst);
        ulong elapsed = now - Last;
        if (elapsed > 1_000_000_000)
            elapsed = 1_000_000_000;
        Tokens = Math.Min(burst, Tokens + (long)elapsed * rate / 1_000_000_000);
        Last = now;
        if (Tokens < cost)
        {
            Interlocked.Increment(ref Dropped);
            return false;
        }

        Tokens -= cost;
        return true;
    }
}

/// <summary>Rates that are limited by token buckets, with a clock that is given.</summary>
[BpfObject]
public partial class TokenBucket
{
    public readonly BpfHashMap<uint, Bucket> Buckets = new(maxEntries: 64);
    public readonly long Rate = 1000, Burst = 64;
    public ulong Total, Maximum;

    public struct Args
    {
        public uint Client;
        public ushort Cost;
        public ulong Now;
        public long Left;
        public ulong Dropped, Total, Maximum;
    }

    [Syscall(OnFault = -1)]
    public int Run(ref Args args)
    {
        ref Bucket bucket = ref Buckets.GetOrAdd(args.Client & 31);
        bool taken = bucket.TryTake(new FakeClock(args.Now), args.Cost, Rate, Burst);
        args.Left = bucket.Tokens;
        args.Dropped = bucket.Dropped;
        args.Total = Interlocked.Add(ref Total, args.Cost);
        ulong seen;
        for (int i = 0; i < 4; i++)
        {
            seen = Volatile.Read(ref Maximum);
            if (args.Now <= seen || Interlocked.CompareExchange(ref Maximum, args.Now, seen) == seen)
                break;
        }

        args.Maximum = Maximum;
        return taken ? 1 : 0;
    }
}
