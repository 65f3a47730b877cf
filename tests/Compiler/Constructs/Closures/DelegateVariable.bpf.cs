using System;

namespace CsBpf.Constructs.Closures;

/// <summary>Local variables of delegate types, each set once: called, given away, and captured.</summary>
[BpfObject]
public partial class DelegateVariable
{
    public struct Args
    {
        public long Left, Right, Sum, Largest, Nested;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        long sum = 0;
        Action<long> add = number => sum += number;
        add(args.Left);
        add(args.Right);
        Both(args.Left, args.Right, add);
        Action<long> addTwice = number =>
        {
            add(number);
            add.Invoke(number);
        };
        addTwice(3);
        args.Sum = sum;
        args.Largest = Fold(args.Left, args.Right, sum, Larger);
        args.Nested = Fold(args.Left, args.Right, args.Left > 0 ? 1 : 2, (x, y) => Fold(x, y, sum, (a, b) => a - b - x));
        return 1;
    }

    private static long Larger(long x, long y) => x > y ? x : y;

    private static void Both(long x, long y, Action<long> action)
    {
        action(x);
        action(y);
    }

    private static long Fold(long x, long y, long z, Func<long, long, long> combine) => combine(combine(x, y), z);
}
