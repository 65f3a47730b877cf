namespace CsBpf.Constructs.Generics;

/// <summary>Members of an interface that a type parameter has: each instance calls those of its struct.</summary>
[BpfObject]
public partial class InterfaceConstraint
{
    public interface ICounter<T>
    {
        T Total { get; set; }

        void Add(T value);

        V Pick<V>(V first, V second);

        int this[int index] { get; }
    }

    public struct Narrow : ICounter<int>
    {
        public int Total { get; set; }

        public void Add(int value) => Total += value;

        public readonly V Pick<V>(V first, V second) => Total > 0 ? first : second;

        public readonly int this[int index] => index + Total;
    }

    public struct Wide : ICounter<long>
    {
        private long _total;

        long ICounter<long>.Total
        {
            readonly get => _total;
            set => _total = value - 1;
        }

        void ICounter<long>.Add(long value) => _total ^= value;

        readonly V ICounter<long>.Pick<V>(V first, V second) => _total > 0 ? second : first;

        readonly int ICounter<long>.this[int index] => index - (int)_total;
    }

    public struct Args
    {
        public int Left;
        public long Right;
        public int Total, Picked, Indexed;
        public long WideTotal, WidePicked, WideIndexed;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        var narrow = new Narrow();
        (args.Total, args.Picked) = Count(ref narrow, args.Left, args.Left > 3 ? 1 : 2);
        args.Indexed = narrow[args.Left];
        var wide = new Wide();
        (args.WideTotal, args.WidePicked) = Count(ref wide, args.Right, args.Left);
        args.WideIndexed = Copied<Wide, long>(wide, args.Right);
        return 1;
    }

    private static (T Total, T Picked) Count<TCounter, T>(ref TCounter counter, T first, T second)
        where TCounter : struct, ICounter<T>
    {
        counter.Add(first);
        counter.Add(counter.Pick(first, second));
        counter.Total = counter[5] > 100 ? first : second;
        return (counter.Total, counter.Pick(second, first));
    }

    private static long Copied<TCounter, T>(in TCounter counter, T value)
        where TCounter : ICounter<T>
    {
        counter.Add(value);
        TCounter copy = counter;
        copy.Add(counter[1] > 2 ? value : default!);
        return counter[1] + copy[2];
    }
}
