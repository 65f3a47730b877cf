using System;
using System.Runtime.CompilerServices;
using System.Text.Unicode;

namespace CsBpf.Constructs.Text;

/// <summary>Text, bytes, characters and truth written as UTF-8; what comes behind a piece that does not fit is not computed.</summary>
[BpfObject]
public partial class Pieces
{
    private const string Name = "naïve";

    public readonly BpfArrayMap<Entry> Entries = new(maxEntries: 1);

    public struct Args
    {
        public char Character;
        public bool Flag, Fits;
        public byte First, Length;
        public int Count, Written;
        public Line Line;
    }

    [Syscall(OnFault = -1)]
    public int Run(ref Args args)
    {
        ref Entry entry = ref Entries[0];
        Span<byte> line = entry.Line;
        line.Clear();
        ReadOnlySpan<byte> letters = [args.First, (byte)'b', (byte)'c'];
        args.Fits = Utf8.TryWrite(
            line[..(args.Length & 63)], $"→{args.Flag,6}{++args.Count}{letters[..(args.Length % 4)],-3}{Name,7}{args.Character,2}{args.Flag}é", out args.Written);
        args.Line = entry.Line;
        return args.Count;
    }

    public struct Entry
    {
        public Line Line;
    }

    [InlineArray(48)]
    public struct Line
    {
        private byte _first;
    }
}
