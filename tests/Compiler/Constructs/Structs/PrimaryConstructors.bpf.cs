namespace CsBpf.Constructs.Structs;

/// <summary>Structs whose members use the parameters of the primary constructor: read them, change them, and initialize fields with them.</summary>
[BpfObject]
public partial class PrimaryConstructors
{
    public struct Args
    {
        public int Left, Right;
        public byte Rate;
        public long Sum, Level;
        public int Ticks;
    }

    [Syscall(OnFault = -1)]
    public static int Run(ref Args args)
    {
        var range = new Interval(args.Left, args.Right);
        args.Sum = range.Length * 100 + (range.Contains(7) ? 1 : 0);
        var bucket = new Bucket<Interval>(range, args.Rate);
        bucket.Fill();
        Bucket<Interval> copy = bucket;
        copy.Fill();
        args.Level = bucket.Level * 1000 + copy.Level + bucket.Start;
        args.Ticks = new Counter().Next() + new Counter(args.Right).Next() + default(Counter).Next();
        return bucket.Content.Contains(args.Rate) ? 1 : 0;
    }

    private readonly struct Interval(int start, int end)
    {
        public long Length => (long)end - start;

        public bool Contains(int x) => start <= x && x < end;
    }

    private struct Bucket<T>(T content, byte rate)
        where T : struct
    {
        private long _level = rate * 3;

        public long Start { get; } = rate++;

        public readonly long Level => _level;

        public readonly T Content => content;

        public void Fill() => _level += rate++;
    }

    private struct Counter(int ticks)
    {
        public Counter()
            : this(40)
        {
        }

        public int Next() => ++ticks;
    }
}
