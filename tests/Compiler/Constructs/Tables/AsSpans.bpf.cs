using System;

namespace CsBpf.Constructs.Tables;

/// <summary>Tables as spans.</summary>
[BpfObject]
public partial class AsSpans
{
    private static readonly ushort[] Primes = [2, 3, 5, 7, 11, 13];

    private static ReadOnlySpan<ushort> Squares => [1, 4, 9, 16];

    public struct Args
    {
        public int Start, Index;
        public int Sum, Square, Length;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        ReadOnlySpan<ushort> primes = Primes;
        args.Length = primes[args.Start..].Length;
        args.Square = Squares[args.Index];
        args.Sum = Sum(Primes) - Sum(Squares[1..]);
        return primes[args.Start..][args.Index];
    }

    private static int Sum(ReadOnlySpan<ushort> numbers)
    {
        int sum = 0;
        foreach (ushort number in numbers)
            sum += number;
        return sum;
    }
}
