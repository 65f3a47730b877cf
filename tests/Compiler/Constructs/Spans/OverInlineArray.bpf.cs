using System;
using System.Runtime.CompilerServices;

namespace CsBpf.Constructs.Spans;

/// <summary>A span of all of an array on the stack.</summary>
[BpfObject]
public partial class OverInlineArray
{
    public struct Args
    {
        public int Write, Read;
        public int Value, Result, Last, Length;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        Numbers numbers = default;
        Span<int> span = numbers;
        span[args.Write] = args.Value;
        numbers[2] += 3;
        ReadOnlySpan<int> view = numbers;
        args.Result = view[args.Read];
        args.Last = span[^1] + view[^args.Read];
        args.Length = span.IsEmpty ? -1 : span.Length;
        return 1;
    }

    [InlineArray(6)]
    public struct Numbers
    {
        private int _first;
    }
}
