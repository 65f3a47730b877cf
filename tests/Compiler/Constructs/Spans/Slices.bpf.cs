using System;
using System.Runtime.CompilerServices;

namespace CsBpf.Constructs.Spans;

/// <summary>Parts of spans, and parts of these.</summary>
[BpfObject]
public partial class Slices
{
    public struct Args
    {
        public int Start, Length;
        public int End, Index;
        public int First, Second, Third, Fourth;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        Numbers numbers = default;
        for (int i = 0; i < 6; i++)
            numbers[i] = 10 + i;
        Span<int> all = numbers;
        Span<int> part = all.Slice(args.Start, args.Length);
        args.First = part[args.Index];
        args.Second = part.Length;
        foreach (int number in all[1..^args.End])
            args.Third = (args.Third * 7) + number;
        ReadOnlySpan<int> rest = numbers[args.Start..];
        args.Fourth = rest[^1] + rest[2..].Length;
        return 1;
    }

    [InlineArray(6)]
    public struct Numbers
    {
        private int _first;
    }
}
