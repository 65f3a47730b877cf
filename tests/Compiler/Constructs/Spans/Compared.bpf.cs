using System;
using System.Runtime.CompilerServices;

namespace CsBpf.Constructs.Spans;

/// <summary>Spans compared with each other, turned around and copied where there is room.</summary>
[BpfObject]
public partial class Compared
{
    public struct Args
    {
        public byte First, Second;
        public int Long, Other;
        public byte Length;
        public int Order, OrderOfNumbers, OrderOfLengths, Common;
        public bool Starts, StartsWith, Ends, Equal, Copied;
        public Letters Letters;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        Span<byte> letters = args.Letters;
        ReadOnlySpan<byte> two = [args.First, args.Second];
        ReadOnlySpan<int> numbers = [1, args.Long];
        args.Order = letters.SequenceCompareTo(two);
        args.OrderOfNumbers = numbers.SequenceCompareTo([1, args.Other]);
        args.OrderOfLengths = numbers.SequenceCompareTo([1, args.Long, 3]);
        args.Common = letters.CommonPrefixLength(two);
        args.Starts = letters.StartsWith(two);
        args.Ends = letters.EndsWith(two);
        args.StartsWith = two.StartsWith(letters);
        args.Equal = two.SequenceEqual(letters[(args.Length % 6)..]);
        args.Copied = two.TryCopyTo(letters[(args.Length % 6)..]);
        letters[(args.Length & 3)..].Reverse();
        return letters[0] - letters[4];
    }

    [InlineArray(5)]
    public struct Letters
    {
        private byte _first;
    }
}
