using System;
using System.Runtime.CompilerServices;
using System.Text.Unicode;

namespace CsBpf.Constructs.Text;

/// <summary>Addresses of IPv4, IPv6 and Ethernet: compared, made of bytes, and written as text.</summary>
[BpfObject]
public partial class Addresses
{
    public struct Args
    {
        public IPv4Address Source, Target;
        public IPv6Address Wide;
        public MacAddress Card;
        public byte Length, Mask;
        public bool Same, SameCard, SameWide, Fits, Alone;
        public uint Network;
        public int Written;
        public Line Line;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        Span<byte> line = args.Line;
        args.Same = args.Source == args.Target;
        args.SameCard = args.Card == new MacAddress(line);
        // Most groups are zero now and then, so that there are rows to leave out.
        IPv6Address wide = new(
            args.Wide[0] & Mask(args.Mask), args.Wide[1] & Mask(args.Mask >> 2), args.Wide[2] & Mask(args.Mask >> 4), args.Wide[3] & Mask(args.Mask >> 6));
        args.SameWide = wide.Equals(args.Wide);
        args.Network = new IPv4Address(192, 0, 2, args.Length).NetworkOrder;
        args.Fits = Utf8.TryWrite(
            line[..(args.Length & 127)], $"{args.Source} > {args.Target,-16}{wide,40} {args.Card}", out args.Written);
        args.Alone = args.Card.TryFormat(line[^18..], out int length) && args.Source.TryFormat(line[^(18 + (args.Mask & 15))..^18], out length);
        return args.Written + length;
    }

    private static uint Mask(int bits) => (uint)(0 - (bits & 1) & 0xffff) | ((uint)(0 - ((bits >> 1) & 1)) << 16);

    [InlineArray(112)]
    public struct Line
    {
        private byte _first;
    }
}
