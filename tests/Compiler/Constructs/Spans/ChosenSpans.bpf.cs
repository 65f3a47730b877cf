using System;
using System.Runtime.CompilerServices;

namespace CsBpf.Constructs.Spans;

/// <summary>Spans that conditions decide, empty ones among them.</summary>
[BpfObject]
public partial class ChosenSpans
{
    public struct Args
    {
        public int Index, Choice;
        public int Result, Length;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        Span<int> first = stackalloc int[3];
        Span<int> second = stackalloc int[5];
        first[1] = 4;
        second[4] = 9;
        Span<int> none = default;
        Span<int> chosen = args.Choice > 2 ? first : args.Choice < 0 ? none : second;
        args.Length = chosen.Length;
        if (args.Choice == 7)
            chosen = Span<int>.Empty;
        args.Result = -1;
        if (!chosen.IsEmpty)
            args.Result = chosen[args.Index];
        return chosen.Length > 3 ? chosen[4] : chosen[0];
    }
}
