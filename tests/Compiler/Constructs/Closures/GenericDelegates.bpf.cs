using System;

namespace CsBpf.Constructs.Closures;

/// <summary>Generic methods with delegates: a function for each type and each lambda.</summary>
[BpfObject]
public partial class GenericDelegates
{
    public struct Args
    {
        public int Number;
        public byte Small;
        public long Large, Sum;
        public uint Count;
    }

    public struct Pair<T>
    {
        public T First, Second;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        uint count = 0;
        var numbers = new Pair<int> { First = args.Number, Second = args.Number / 2 };
        var larges = Map(numbers, n =>
        {
            count++;
            return (long)n << 3;
        });
        args.Large = larges.First ^ larges.Second;
        args.Sum = Total(larges, 7L, static (x, y) => x + y) + Total(numbers, args.Small, (x, y) => x * y);
        args.Count = count;
        return 1;
    }

    private static Pair<TResult> Map<T, TResult>(Pair<T> pair, Func<T, TResult> convert)
        where T : struct
        where TResult : struct => new() { First = convert(pair.First), Second = convert(pair.Second) };

    private static T Total<T>(Pair<T> pair, T start, Func<T, T, T> add)
        where T : struct
    {
        T total = start;
        Add(pair.First);
        Each(pair, Add);
        return total;

        void Add(T value) => total = add(total, value);
    }

    private static void Each<T>(Pair<T> pair, Action<T> action)
        where T : struct
    {
        action(pair.First);
        action(pair.Second);
    }
}
