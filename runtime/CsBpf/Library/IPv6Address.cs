using System;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using CsBpf.Library;

namespace CsBpf;

/// <summary>
/// An IPv6 address, in memory as packets and the kernel have it (<c>struct in6_addr</c>). Its text is that of RFC 5952: <c>2001:db8::1</c>, and
/// <c>::ffff:192.0.2.1</c> for an address of IPv4.
/// </summary>
public readonly struct IPv6Address : INetworkAddress, IEquatable<IPv6Address>
{
    /// <summary>The length of the longest text of an address.</summary>
    public const int MaxTextLength = 39;

    private const int Groups = 8;
    private const uint MappedMark = 0xffff0000;

    private readonly Words _words;

    /// <summary>The address of four numbers, each four bytes as they lie in memory: the kernel's <c>u6_addr32</c>.</summary>
    public IPv6Address(uint first, uint second, uint third, uint fourth)
    {
        _words[0] = first;
        _words[1] = second;
        _words[2] = third;
        _words[3] = fourth;
    }

    /// <summary>The address in the first sixteen bytes of memory.</summary>
    /// <exception cref="IndexOutOfRangeException">There are fewer.</exception>
    public IPv6Address(ReadOnlySpan<byte> bytes)
    {
        for (int i = 0; i < 4; i++)
            _words[i] = new IPv4Address(bytes[4 * i], bytes[(4 * i) + 1], bytes[(4 * i) + 2], bytes[(4 * i) + 3]).NetworkOrder;
    }

    /// <summary>True for an address of IPv4 in that of IPv6: <c>::ffff:192.0.2.1</c>.</summary>
    public bool IsIPv4Mapped => (_words[0] | _words[1]) == 0 && _words[2] == MappedMark;

    /// <summary>Four of the bytes as one number, as they lie in memory: the kernel's <c>u6_addr32</c>.</summary>
    public uint this[int index] => _words[index];

    /// <summary>True for the same address.</summary>
    public static bool operator ==(IPv6Address left, IPv6Address right) => left.Equals(right);

    /// <summary>True for different addresses.</summary>
    public static bool operator !=(IPv6Address left, IPv6Address right) => !left.Equals(right);

    /// <summary>The same address of the base library.</summary>
    public static implicit operator IPAddress(IPv6Address address)
    {
        Span<byte> bytes = stackalloc byte[16];
        for (int i = 0; i < 4; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.Slice(4 * i), address[i]);
        return new IPAddress(bytes);
    }

    /// <summary>The same address as the base library's; its scope is left out.</summary>
    /// <exception cref="InvalidCastException">It is none of IPv6.</exception>
    public static explicit operator IPv6Address(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            throw new InvalidCastException($"{address} is no IPv6 address.");
        return new IPv6Address(address.GetAddressBytes());
    }

    /// <summary>Reads an address.</summary>
    /// <exception cref="FormatException">The text is none.</exception>
    public static IPv6Address Parse(string text) =>
        TryParse(text, out IPv6Address address) ? address : throw new FormatException($"'{text}' is no IPv6 address.");

    /// <summary>Reads an address.</summary>
    /// <returns>False where the text is none.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out IPv6Address address)
    {
        bool isAddress = IPAddress.TryParse(text, out IPAddress? parsed) && parsed.AddressFamily == AddressFamily.InterNetworkV6;
        address = isAddress ? (IPv6Address)parsed! : default;
        return isAddress;
    }

    /// <inheritdoc/>
    public bool Equals(IPv6Address other) =>
        ((_words[0] ^ other._words[0]) | (_words[1] ^ other._words[1]) | (_words[2] ^ other._words[2]) | (_words[3] ^ other._words[3])) == 0;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is IPv6Address other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_words[0], _words[1], _words[2], _words[3]);

    /// <summary>The address as <c>2001:db8::1</c>.</summary>
    public override string ToString() => AddressText.Format(this);

    /// <inheritdoc/>
    public string ToString(string? format, IFormatProvider? formatProvider) => AddressText.Format(this);

    /// <inheritdoc/>
    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format = default, IFormatProvider? provider = null) =>
        AddressText.TryFormat(this, destination, out charsWritten);

    /// <inheritdoc/>
    public bool TryFormat(Span<byte> utf8Destination, out int bytesWritten, ReadOnlySpan<char> format, IFormatProvider? provider) =>
        TryFormat(utf8Destination, out bytesWritten);

    /// <summary>Writes the address as text. Unlike the other overloads, programs have this one.</summary>
    /// <returns>False where it does not fit.</returns>
    public bool TryFormat(Span<byte> utf8Destination, out int bytesWritten)
    {
        var writer = new Utf8Writer(0, 1, utf8Destination, out _);
        AppendTo(ref writer, 0);
        return writer.Complete(out bytesWritten);
    }

    /// <summary>Writes the address as text.</summary>
    internal bool AppendTo(ref Utf8Writer writer, int alignment)
    {
        var text = new AddressText();
        int count = IsIPv4Mapped ? WriteMapped(ref text) : WriteGroups(ref text);
        return writer.AppendPart(text, 0, count, alignment);
    }

    private int WriteMapped(ref AddressText text)
    {
        ReadOnlySpan<byte> prefix = "::ffff:"u8;
        for (int i = 0; i < prefix.Length; i++)
            text[i] = prefix[i];
        return IPv4Address.WriteTo(ref text, prefix.Length, _words[3]);
    }

    // All digits and colons are written; what is left out is written over by what follows.
    private int WriteGroups(ref AddressText text)
    {
        int left = LongestZeroes();
        text[0] = (byte)':';
        int count = left & 1;
        for (int i = 0; i < Groups; i++)
        {
            int group = GroupAt(i);
            int isShown = ~(left >> i) & 1;
            int digits = 0;
            for (int shift = 12; shift >= 0; shift -= 4)
            {
                int digit = (group >> shift) & 15;
                digits |= digit;
                text[count] = Utf8Writer.HexadecimalDigit(digit, 'a');
                count += isShown & (shift == 0 ? 1 : AddressText.IsNotZero(digits));
            }

            // Behind the last group, a colon only where that is left out; elsewhere, unless the groups on both sides are.
            text[count] = (byte)':';
            count += i == Groups - 1 ? isShown ^ 1 : isShown | (~(left >> (i + 1)) & 1);
        }

        return count;
    }

    // A bit for each group of the first of the longest rows of two or more zeroes.
    private int LongestZeroes()
    {
        int zeroes = 0;
        for (int i = 0; i < Groups; i++)
            zeroes |= (AddressText.IsNotZero(GroupAt(i)) ^ 1) << i;
        int rows = zeroes;
        int longest = 0;
        int row = 1;
        for (int i = 1; i < Groups; i++)
        {
            rows &= zeroes >> i;
            int isThere = 0 - AddressText.IsNotZero(rows);
            longest ^= (longest ^ rows) & isThere;
            row |= (row << 1) & isThere;
        }

        return (longest & -longest) * row & 0xff;
    }

    private int GroupAt(int index) => BinaryPrimitives.ReverseEndianness((ushort)(_words[index >> 1] >> ((index & 1) << 4)));

    [InlineArray(Groups / 2)]
    private struct Words
    {
        private uint _first;
    }
}
