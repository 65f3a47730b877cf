using System;
using System.Runtime.CompilerServices;

namespace CsBpf.Constructs.Ports;

/// <summary>UTF-8 decoded by list patterns, rune by rune.</summary>
[BpfObject]
public partial class Utf8Check
{
    public struct Args
    {
        public byte Length;
        public int Runes, Invalid, Longest;
        public uint Last;
        public Bytes Text;
    }

    [InlineArray(32)]
    public struct Bytes
    {
        private byte _first;
    }

    [Syscall(OnFault = -1)]
    public static int Run(ref Args args)
    {
        ReadOnlySpan<byte> text = args.Text;
        text = text[..(args.Length % 33)];
        foreach (Rune rune in new Runes(text))
        {
            args.Runes++;
            if (!rune.IsValid) args.Invalid++;
            args.Longest = Math.Max(args.Longest, rune.Size);
            args.Last = rune.Value;
        }

        return args.Invalid;
    }

    public readonly struct Rune
    {
        public required uint Value { get; init; }
        public required int Size { get; init; }
        public bool IsValid => Value != 0xfffd;
    }

    private readonly ref struct Runes(ReadOnlySpan<byte> text)
    {
        private readonly ReadOnlySpan<byte> _text = text;

        public Enumerator GetEnumerator() => new(_text);

        public ref struct Enumerator(ReadOnlySpan<byte> text)
        {
            private ReadOnlySpan<byte> _rest = text;

            public Rune Current { get; private set; }

            public bool MoveNext()
            {
                if (_rest.IsEmpty)
                    return false;
                Current = Decode(_rest);
                _rest = _rest[Current.Size..];
                return true;
            }
        }
    }

    private static Rune Decode(ReadOnlySpan<byte> s) => s switch
    {
        [< 0x80 and var a, ..] => new() { Value = a, Size = 1 },
        [>= 0xc2 and <= 0xdf and var a, var b, ..] when IsTail(b) => new() { Value = (uint)((a & 0x1f) << 6 | (b & 0x3f)), Size = 2 },
        [var a, var b, var c, ..] when (a & 0xf0) == 0xe0 && IsTail(b) && IsTail(c) && (a, b) is not ((0xe0, < 0xa0) or (0xed, >= 0xa0)) =>
            new() { Value = (uint)((a & 0xf) << 12 | (b & 0x3f) << 6 | (c & 0x3f)), Size = 3 },
        [>= 0xf0 and <= 0xf4 and var a, var b, var c, var d, ..]
            when IsTail(b) && IsTail(c) && IsTail(d) && (a, b) is not ((0xf0, < 0x90) or (0xf4, >= 0x90)) =>
            new() { Value = (uint)((a & 7) << 18 | (b & 0x3f) << 12 | (c & 0x3f) << 6 | (d & 0x3f)), Size = 4 },
        _ => new() { Value = 0xfffd, Size = 1 },
    };

    private static bool IsTail(byte b) => (b & 0xc0) == 0x80;
}
