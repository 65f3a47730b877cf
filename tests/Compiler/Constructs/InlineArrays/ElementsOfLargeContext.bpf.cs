using System;
using System.Runtime.CompilerServices;

namespace CsBpf.Constructs.InlineArrays;

/// <summary>Elements of arrays in a context that is too large for the stack: the program works on a copy in memory of its thread.</summary>
[BpfObject]
public partial class ElementsOfLargeContext
{
    [InlineArray(200)]
    public struct Path
    {
        private byte _first;
    }

    [InlineArray(30)]
    public struct Counts
    {
        private uint _first;
    }

    public struct Args
    {
        public Path From, To;
        public Counts Counts;
        public int Length, Index, Divisor;
        public ushort Last;
    }

    [Syscall(OnFault = -1)]
    public static int Run(ref Args args)
    {
        ReadOnlySpan<byte> from = args.From;
        Span<byte> to = args.To;
        from = from[..(args.Length & 127)];
        from.CopyTo(to[(args.Index & 63)..]);
        foreach (byte character in from)
            args.Counts[character % 30]++;
        args.Last++;
        args.Counts[^1] = (uint)(args.Length / args.Divisor);
        args.To[args.Index & 0xff] = (byte)'/';
        return (int)args.Counts[args.Index & 31];
    }
}
