using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace CsBpf.Constructs.Ports;

/// <summary>Checksums by table, bit by bit, and as sums, over one fold with lambdas.</summary>
[BpfObject]
public partial class Crc
{
    private static readonly uint[] Nibbles =
    [
        0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac, 0x76dc4190, 0x6b6b51f4, 0x4db26158, 0x5005713c,
        0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c, 0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c,
    ];

    public struct Args
    {
        public byte Length;
        public byte Start;
        public uint Crc32, Crc32c;
        public ushort Crc16, Internet;
        public byte Crc8, Fletcher;
        public Bytes Text;
    }

    [InlineArray(80)]
    public struct Bytes
    {
        private byte _first;
    }

    [Syscall(OnFault = -2)]
    public static int Run(ref Args args)
    {
        ReadOnlySpan<byte> all = args.Text;
        var data = all[args.Start..][..args.Length];
        args.Crc32 = ~Fold(data, ~0u, static (crc, b) => Nibble(Nibble(crc ^ b)));
        args.Crc32c = ~Fold(data, ~0u, static (crc, b) =>
        {
            crc ^= b;
            for (int k = 0; k < 8; k++)
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0x82f63b78 : crc >> 1;
            return crc;
        });
        args.Crc16 = Fold<ushort>(data, 0xffff, (crc, b) =>
        {
            crc ^= (ushort)(b << 8);
            foreach (int _ in 0..8)
                crc = (ushort)((crc & 0x8000) != 0 ? (crc << 1) ^ 0x1021 : crc << 1);
            return crc;
        });
        args.Crc8 = Fold(data, (byte)0, Step8);
        args.Internet = InternetChecksum(data);
        args.Fletcher = Fletcher(data);
        return data.Length;

        static uint Nibble(uint crc) => (crc >> 4) ^ Nibbles[(int)(crc & 15)];
    }

    private static byte Step8(byte crc, byte b)
    {
        int x = crc ^ b;
        for (var i = 8; i-- > 0;)
            x = (x << 1) ^ ((x & 0x80) == 0 ? 0 : 0x107);
        return (byte)x;
    }

    private static T Fold<T>(ReadOnlySpan<byte> data, T start, Func<T, byte, T> step)
    {
        T value = start;
        foreach (byte b in data)
            value = step(value, b);
        return value;
    }

    private static ushort InternetChecksum(ReadOnlySpan<byte> data)
    {
        uint sum = 0;
        int i = 0;
        for (; i + 1 < data.Length; i += 2)
            sum += (uint)(data[i] << 8 | data[i + 1]);
        if (i < data.Length)
            sum += (uint)data[i] << 8;
        while (sum > ushort.MaxValue)
            sum = (sum & 0xffff) + (sum >> 16);
        return (ushort)~sum;
    }

    private static byte Fletcher(ReadOnlySpan<byte> data)
    {
        (int low, int high) = (0, 0);
        foreach (var b in data)
            (low, high) = ((low + b) % 15, (high + low) % 15);
        return (byte)(high << 4 | low);
    }
}
