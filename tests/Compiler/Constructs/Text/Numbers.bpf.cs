using System;
using System.Runtime.CompilerServices;
using System.Text.Unicode;

namespace CsBpf.Constructs.Text;

/// <summary>Numbers written as UTF-8, with alignments and formats, to memory that is too small for them now and then.</summary>
[BpfObject]
public partial class Numbers
{
    public struct Args
    {
        public ulong Wide;
        public long Signed;
        public int Small;
        public sbyte Byte;
        public byte Length;
        public bool Fits;
        public int Written;
        public Line Line;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        Span<byte> line = args.Line;
        args.Fits = Utf8.TryWrite(
            line[..(args.Length & 127)], $"{args.Wide,22}|{args.Signed}|{args.Small,-6:x}|{args.Byte:d3} {(uint)args.Small:X4} {args.Byte:x}", out args.Written);
        return args.Written;
    }

    [InlineArray(128)]
    public struct Line
    {
        private byte _first;
    }
}
