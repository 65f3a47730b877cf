using System;
using System.Runtime.CompilerServices;

namespace CsBpf.Constructs.Spans;

/// <summary>Spans, loops and references that lead into the arguments; what was written before a fault stays.</summary>
[BpfObject]
public partial class OfContext
{
    public struct Args
    {
        public int Index, Start;
        public bool Choice;
        public long Sum;
        public Numbers Numbers;
        public Letters Letters;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        foreach (short number in args.Numbers)
            args.Sum += number;
        Span<byte> letters = args.Letters;
        letters[1..].Fill((byte)args.Start);
        ref short chosen = ref args.Choice ? ref args.Numbers[1] : ref args.Numbers[^1];
        chosen += 5;
        Add(ref args.Numbers, args.Index);
        letters[args.Start..][0]++;
        args.Sum += Sum(args.Letters);
        return args.Numbers[args.Index];
    }

    private static void Add(ref Numbers numbers, int index) => numbers[index]--;

    private static int Sum(ReadOnlySpan<byte> letters)
    {
        int sum = 0;
        for (int i = 0; i < letters.Length; i++)
            sum = (sum * 3) + letters[i];
        return sum;
    }

    [InlineArray(5)]
    public struct Numbers
    {
        private short _first;
    }

    [InlineArray(7)]
    public struct Letters
    {
        private byte _first;
    }
}
