using System;
using System.Runtime.CompilerServices;

namespace CsBpf.Constructs.Spans;

/// <summary>Lists with parts of which it is known how many elements they have.</summary>
[BpfObject]
public partial class Spreads
{
    public struct Args
    {
        public int A;
        public int B;
        public long Result;
        public int Text;
    }

    private static readonly short[] Table = [7, -8, 9];

    [InlineArray(3)]
    public struct Triple
    {
        private int _first;
    }

    private Triple _global;

    [Syscall]
    public int Run(ref Args args)
    {
        Triple triple = default;
        triple[1] = args.A;
        _global[args.B & 1] = args.A;
        Span<long> numbers = [.. triple, args.B, .. Table, .. _global];
        triple[1] = 1000;
        args.Result = Sum(numbers) + Sum([.. Table, args.A > args.B ? 1 : 2]);
        ReadOnlySpan<byte> text = [(byte)args.A, .. "<text>"u8, .. ""u8, (byte)'.'];
        args.Text = (text[0] << 16) | (text[^1] << 8) | text[args.B & 7];
        return numbers.Length;
    }

    private static long Sum(ReadOnlySpan<long> numbers)
    {
        long sum = 0;
        foreach (long number in numbers)
            sum = (sum * 3) + number;
        return sum;
    }
}
