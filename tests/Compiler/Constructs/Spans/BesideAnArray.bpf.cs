using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CsBpf.Constructs.Spans;

/// <summary>A span in a struct, beside arrays in it that other spans show: those stay in memory, the span and the numbers don't.</summary>
[BpfObject]
public partial class BesideAnArray
{
    public struct Args
    {
        public int First, Index;
        public Bytes Bytes;
        public uint Sum;
        public int Result, Count;
    }

    [InlineArray(24)]
    public struct Bytes
    {
        private byte _first;
    }

    [InlineArray(3)]
    public struct Words
    {
        private uint _first;
    }

    [Syscall(OnFault = -1)]
    public static int Run(ref Args args)
    {
        Description d = Describe(args.Bytes);
        d.Flow.Target[args.First & 1] ^= 7;
        args.Sum = Sum(MemoryMarshal.AsBytes<uint>(d.Flow.Source)) * 3 + Sum(MemoryMarshal.AsBytes<uint>(d.Flow.Target[1..]));
        Span<int> count = new(ref d.Count);
        count[args.First & 1] += d.Rest[args.Index];
        args.Count = d.Count;
        args.Result = d.Flow.Kind + d.Rest.Length;
        return d.Flow.Kind;
    }

    private static Description Describe(ReadOnlySpan<byte> bytes)
    {
        Description d = default;
        d.Flow.Kind = bytes[0];
        for (int i = 0; i < 3; i++)
            d.Flow.Source[i] = MemoryMarshal.Read<uint>(bytes[(i * 4)..]);
        d.Flow.Target = d.Flow.Source;
        d.Rest = bytes[(d.Flow.Kind & 15)..];
        return d;
    }

    private static uint Sum(ReadOnlySpan<byte> bytes)
    {
        uint sum = 0;
        foreach (byte one in bytes)
            sum = sum * 31 + one;
        return sum;
    }

    public struct Flow
    {
        public byte Kind;
        public Words Source, Target;
    }

    private ref struct Description
    {
        public Flow Flow;
        public int Count;
        public ReadOnlySpan<byte> Rest;
    }
}
