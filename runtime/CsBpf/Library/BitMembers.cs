using System.Numerics;

namespace CsBpf.Library;

/// <summary>What <see cref="BitOperations"/> computes in several steps.</summary>
[MembersOf(typeof(BitOperations))]
internal static class BitMembers
{
    private const uint Castagnoli = 0x82f63b78;

    public static uint RoundUpToPowerOf2(uint value)
    {
        value--;
        value |= value >> 1;
        value |= value >> 2;
        value |= value >> 4;
        value |= value >> 8;
        value |= value >> 16;
        return value + 1;
    }

    public static ulong RoundUpToPowerOf2(ulong value)
    {
        value--;
        value |= value >> 1;
        value |= value >> 2;
        value |= value >> 4;
        value |= value >> 8;
        value |= value >> 16;
        value |= value >> 32;
        return value + 1;
    }

    public static uint Crc32C(uint crc, byte data)
    {
        crc ^= data;
        for (int bit = 0; bit < 8; bit++)
            crc = (crc >> 1) ^ (Castagnoli & (0u - (crc & 1)));
        return crc;
    }

    public static uint Crc32C(uint crc, ushort data) => Crc32C(Crc32C(crc, (byte)data), (byte)(data >> 8));

    public static uint Crc32C(uint crc, uint data) => Crc32C(Crc32C(crc, (ushort)data), (ushort)(data >> 16));

    public static uint Crc32C(uint crc, ulong data) => Crc32C(Crc32C(crc, (uint)data), (uint)(data >> 32));
}
