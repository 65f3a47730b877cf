using System;
using System.Runtime.CompilerServices;

namespace CsBpf.Constructs.Indexes;

/// <summary>Indexes and ranges in variables and parameters.</summary>
[BpfObject]
public partial class Variables
{
    private static readonly int[] Weights = [1, 10, 100, 1000, 10_000];

    public struct Args
    {
        public int Index, End;
        public bool FromEnd;
        public int OfTable, OfArray, OfSpan, Length, Value;
        public long Sum;
        public bool IsFromEnd, Same;
        public Numbers Numbers;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        Span<int> numbers = args.Numbers;
        Index index = args.FromEnd ? ^args.Index : args.Index;
        args.IsFromEnd = index.IsFromEnd;
        args.Value = index.Value;
        args.Same = index.Equals(^2) || index.Equals(Index.End);
        args.OfTable = Weights[index];
        Range range = index..args.End;
        args.Length = Slice(numbers, range).Length;
        foreach (int number in args.Numbers[range])
            args.Sum += number;
        args.OfSpan = Pick(numbers, index);
        args.OfArray = args.Numbers[index]++;
        numbers[range][0] = 7;
        return range.End.Value + numbers[..^1][^1];
    }

    private static int Pick(ReadOnlySpan<int> numbers, Index index) => numbers[index];

    private static Span<int> Slice(Span<int> numbers, Range range) => numbers[range];

    [InlineArray(6)]
    public struct Numbers
    {
        private int _first;
    }
}
