using System;
using System.Runtime.CompilerServices;

namespace CsBpf.Constructs.Spans;

/// <summary>List patterns over spans, tables and structs that have a length and an indexer.</summary>
[BpfObject]
public partial class ListPatterns
{
    private static readonly short[] Primes = [2, 3, 5, 7];

    public struct Args
    {
        public int First, Second;
        public byte Length;
        public int Kind, OfTable, OfStruct, Last;
        public bool IsText;
        public Numbers Numbers;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        Span<int> numbers = args.Numbers;
        numbers[0] = args.First;
        numbers[3] = args.Second;
        numbers = numbers[..(args.Length % 5)];
        args.Kind = numbers switch
        {
            [1, ..] => 1,
            [.., 5] and [var first, var second, _, _] => first + second,
            [var first, .. var rest] when rest.Length > 0 => rest[0] + first,
            [] => 9,
            [> 5 and not 6] single => single[0],
            _ => 10,
        };
        args.OfTable = Primes is [2, .., var last] && last == args.First ? last : -1;
        args.IsText = "ab"u8 is [(byte)'a', _];
        var triple = new Triple { X = args.First, Y = args.Second, Z = args.Kind };
        args.OfStruct = triple switch
        {
            [0, .., var z] => z,
            [_, > 3 and var y, _] => y,
            [var x, .. var rest] => x - rest,
            _ => -2,
        };
        triple[^2] += 7;
        args.Last = triple[^1] + triple[1..];
        return triple.Y;
    }

    [InlineArray(4)]
    public struct Numbers
    {
        private int _first;
    }

    public struct Triple
    {
        public int X, Y, Z;

        public readonly int Length => 3;

        public int this[int index]
        {
            readonly get => index switch { 0 => X, 1 => Y, 2 => Z, _ => throw new IndexOutOfRangeException() };
            set
            {
                if (index == 1)
                    Y = value;
            }
        }

        public readonly int Slice(int start, int length) => start == 1 && length == 2 ? Y + Z : -1;
    }
}
