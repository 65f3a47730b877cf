using System;
using System.Text;

namespace CsBpf.Library;

/// <summary>What <see cref="Ascii"/> says of bytes. What is no ASCII is the same as nothing.</summary>
[MembersOf(typeof(Ascii))]
internal static class AsciiMembers
{
    private const int Letters = 26;
    private const byte ToLower = 0x20;

    public static bool IsValid(byte value) => value < 0x80;

    public static bool IsValid(ReadOnlySpan<byte> value)
    {
        foreach (byte character in value)
        {
            if (character >= 0x80)
                return false;
        }

        return true;
    }

    public static bool Equals(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        if (left.Length != right.Length)
            return false;
        for (int i = 0; i < left.Length; i++)
        {
            if (left[i] != right[i] || left[i] >= 0x80)
                return false;
        }

        return true;
    }

    public static bool EqualsIgnoreCase(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        if (left.Length != right.Length)
            return false;
        for (int i = 0; i < left.Length; i++)
        {
            if (Lower(left[i]) != Lower(right[i]) || left[i] >= 0x80)
                return false;
        }

        return true;
    }

    private static int Lower(byte character) => (uint)(character - 'A') < Letters ? character | ToLower : character;
}
