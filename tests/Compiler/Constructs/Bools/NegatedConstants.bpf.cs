using System;
using System.Text.Unicode;

namespace CsBpf.Constructs.Bools;

/// <summary>Constants behind a <c>!</c>, with <c>&amp;&amp;</c> and <c>||</c> between them.</summary>
[BpfObject]
public partial class NegatedConstants
{
    public struct Args
    {
        public int Value, Limit;
        public int Result;
        public bool Neither, Both, Either;
    }

    private const bool IsVerbose = false;
    private const bool IsQuiet = true;

    [Syscall]
    public static int Run(ref Args args)
    {
        args.Neither = !(IsVerbose || false);
        args.Both = !(IsVerbose && IsQuiet) && args.Value > 3;
        args.Either = !(!(IsQuiet && true) || args.Limit < 0);
        int result = 0;
        if (!(IsVerbose || !IsQuiet))
            result |= 1;
        while (!(IsQuiet && result > 3))
            result += 3;
        args.Result = Count(!(IsQuiet && !IsVerbose)) + Count(!(IsVerbose || args.Value == args.Limit) != IsQuiet);
        Span<byte> text = stackalloc byte[16];
        if (Utf8.TryWrite(text, $"{!(IsVerbose || !IsQuiet)}", out int length))
            result += length + text[0];
        return !(IsVerbose || IsVerbose) ? result : -1;
    }

    private static int Count(bool isTrue) => !(isTrue || IsVerbose) ? 2 : 5;
}
