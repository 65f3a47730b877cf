using System;
using System.Runtime.CompilerServices;

namespace CsBpf.Constructs.Spans;

/// <summary>The methods that look for elements.</summary>
[BpfObject]
public partial class Searches
{
    public struct Args
    {
        public short Value, Other;
        public byte Length;
        public Numbers Numbers;
        public int First, FirstOfTwo, FirstOfThree, FirstPart, FirstOther, Last, Count, AnyOf;
        public bool Contains, ContainsAny;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        ReadOnlySpan<short> numbers = args.Numbers;
        numbers = numbers[..(args.Length % 8)];
        ReadOnlySpan<short> some = [5, args.Other];
        args.First = numbers.IndexOf(args.Value);
        args.FirstOfTwo = numbers.IndexOfAny(args.Value, args.Other);
        args.FirstOfThree = numbers.IndexOfAny(args.Value, args.Other, (short)3);
        args.FirstPart = numbers.IndexOf([args.Value, args.Other]);
        args.FirstOther = numbers.IndexOfAnyExcept(args.Value);
        args.Last = numbers.LastIndexOf(args.Value);
        args.Count = numbers.Count(args.Value);
        args.AnyOf = numbers.IndexOfAny(some);
        args.Contains = numbers.Contains(args.Other);
        args.ContainsAny = numbers.ContainsAny(some);
        return numbers.IndexOf(ReadOnlySpan<short>.Empty) + "kernel"u8.IndexOf("ne"u8) + "kernel"u8.IndexOf((byte)args.Other);
    }

    [InlineArray(8)]
    public struct Numbers
    {
        private short _first;
    }
}
