using System;
using System.Runtime.CompilerServices;

namespace CsBpf.Constructs.Spans;

/// <summary>Spans that methods take and give back.</summary>
[BpfObject]
public partial class Parameters
{
    public struct Args
    {
        public int Start, Index;
        public int Sum, Largest;
        public bool IsKnown;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        Span<int> numbers = stackalloc int[5];
        Count(numbers, args.Index);
        args.Sum = Sum(numbers) + Sum(numbers[args.Start..]) + Sum([3, 4]) + Sum([]);
        Span<int> tail = Tail(numbers, args.Start);
        tail[0]++;
        args.Largest = Largest(numbers, args.Index);
        args.IsKnown = Contains("abc"u8, (byte)args.Index);
        return tail[args.Index];
    }

    private static void Count(Span<int> target, int from)
    {
        for (int i = 0; i < target.Length; i++)
            target[i] = from + i;
    }

    private static int Sum(ReadOnlySpan<int> numbers)
    {
        int sum = 0;
        foreach (int number in numbers)
            sum += number;
        return sum;
    }

    private static Span<int> Tail(Span<int> numbers, int start) => numbers[start..];

    private static int Largest(scoped ReadOnlySpan<int> numbers, int least)
    {
        for (int i = numbers.Length - 1; i >= 0; i--)
        {
            if (numbers[i] > least)
                least = numbers[i];
        }

        return least;
    }

    private static bool Contains(ReadOnlySpan<byte> text, byte letter)
    {
        foreach (byte candidate in text)
        {
            if (candidate == letter)
                return true;
        }

        return false;
    }
}
