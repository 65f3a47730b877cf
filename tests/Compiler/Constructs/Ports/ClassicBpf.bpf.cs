using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace CsBpf.Constructs.Ports;

/// <summary>A machine for classic BPF, as of <c>net/core/filter.c</c>, and a filter of tcpdump in a table.</summary>
[BpfObject]
public partial class ClassicBpf
{
    public readonly record struct SockFilter(ushort Code, byte Jt, byte Jf, uint K);

    private const int Steps = 64;

    // tcpdump -dd 'tcp port 80 or udp port 53'
    private static readonly SockFilter[] Filter =
    [
        new(0x28, 0, 0, 12), new(0x15, 0, 8, 0x86dd), new(0x30, 0, 0, 20), new(0x15, 0, 2, 6), new(0x28, 0, 0, 54), new(0x15, 14, 15, 80),
        new(0x15, 0, 14, 17), new(0x28, 0, 0, 56), new(0x15, 11, 12, 53), new(0x06, 0, 0, 0), new(0x15, 0, 10, 0x800), new(0x30, 0, 0, 23),
        new(0x15, 1, 0, 6), new(0x15, 0, 7, 17), new(0x28, 0, 0, 20), new(0x45, 5, 0, 0x1fff), new(0xb1, 0, 0, 14), new(0x48, 0, 0, 16),
        new(0x15, 1, 0, 80), new(0x15, 0, 1, 53), new(0x06, 0, 0, 0x40000), new(0x06, 0, 0, 0),
    ];

    public struct Args
    {
        public byte Length;
        public bool IsTcp;
        public byte Port;
        public Packet Text;
    }

    [InlineArray(64)]
    public struct Packet
    {
        private byte _first;
    }

    [Syscall(OnFault = -1)]
    public static int Run(ref Args args)
    {
        // Most packets are of IPv4, so that the filter gets far.
        Span<byte> packet = args.Text;
        BinaryPrimitives.WriteUInt32BigEndian(packet[12..], args.Length < 240 ? 0x0800_4500u : 0x86dd_6000u);
        (packet[20], packet[21], packet[23]) = (0, 0, args.IsTcp ? (byte)6 : (byte)17);
        BinaryPrimitives.WriteUInt16BigEndian(packet[36..], args.Port);
        return Execute(packet[..(args.Length % 65)]) switch
        {
            0 => 1,
            null => 2,
            > 0x1000 => 3,
            _ => 4,
        };
    }

    private static uint? Execute(ReadOnlySpan<byte> packet)
    {
        uint a = 0, x = 0;
        int pc = 0;
        for (int step = 0; step < Steps; step++)
        {
            if (pc >= Filter.Length)
                return null;
            var (code, jt, jf, k) = Filter[pc++];
            switch (code)
            {
                case 0x20 or 0x28 or 0x30:
                    if (Load(packet, code, k) is not { } value)
                        return 0;
                    a = value;
                    break;
                case 0x40 or 0x48 or 0x50:
                    if (Load(packet, code, x + k) is not { } indirect)
                        return 0;
                    a = indirect;
                    break;
                case 0xb1:
                    if (k >= packet.Length)
                        return 0;
                    x = (packet[(int)k] & 0xfu) << 2;
                    break;
                case 0x15:
                    pc += a == k ? jt : jf;
                    break;
                case 0x25:
                    pc += a > k ? jt : jf;
                    break;
                case 0x45:
                    pc += (a & k) != 0 ? jt : jf;
                    break;
                case 0x54:
                    a &= k;
                    break;
                case 0x06:
                    return k;
                default:
                    throw new InvalidOperationException($"unknown code {code}");
            }
        }

        return null;
    }

    private static uint? Load(ReadOnlySpan<byte> packet, ushort code, uint at)
    {
        int size = (code & 0x18) switch { 0x00 => 4, 0x08 => 2, _ => 1 };
        if (at + (uint)size > (uint)packet.Length)
            return null;
        var bytes = packet.Slice((int)at, size);
        return size switch
        {
            4 => BinaryPrimitives.ReadUInt32BigEndian(bytes),
            2 => BinaryPrimitives.ReadUInt16BigEndian(bytes),
            _ => bytes[0],
        };
    }
}
