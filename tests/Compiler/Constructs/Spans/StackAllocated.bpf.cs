using System;
using System.Runtime.CompilerServices;

namespace CsBpf.Constructs.Spans;

/// <summary>Memory of the method itself.</summary>
[BpfObject]
public partial class StackAllocated
{
    public struct Args
    {
        public int Index;
        public long Value;
        public long Result;
        public short Chosen;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        Span<long> zeroes = stackalloc long[4];
        zeroes[args.Index] = args.Value;
        Span<short> some = stackalloc short[] { 3, (short)args.Value, -1 };
        ReadOnlySpan<byte> bytes = stackalloc[] { (byte)1, (byte)args.Index };
        foreach (long number in zeroes)
            args.Result += number;
        args.Chosen = some[args.Index % 3];
        return bytes[1];
    }
}
