using System;
using System.Runtime.CompilerServices;
using System.Text.Unicode;

namespace CsBpf.Constructs.Text;

/// <summary>A line with many holes, each of which ends at another place: the verifier must not follow every length of each.</summary>
[BpfObject]
public partial class SixAddresses
{
    public struct Args
    {
        public IPv4Address First, Second, Third, Fourth, Fifth, Sixth;
        public ushort Port;
        public byte Length;
        public bool Fits;
        public int Written;
        public uint Sum;
    }

    public static Line Text;

    [Syscall]
    public static int Run(ref Args args)
    {
        Span<byte> line = Text;
        line.Clear();
        args.Fits = Utf8.TryWrite(
            line[..(args.Length & 127)],
            $"{args.First}:{args.Port} > {args.Second}, {args.Third,16}, {args.Fourth,-16} via {args.Fifth} {args.Sixth}",
            out args.Written);
        uint sum = 0;
        foreach (byte character in line)
            sum = (sum * 31) + character;
        args.Sum = sum;
        return args.Written;
    }

    [InlineArray(128)]
    public struct Line
    {
        private byte _first;
    }
}
