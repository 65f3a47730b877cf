using System;
using System.Diagnostics.CodeAnalysis;
using System.Net.NetworkInformation;
using System.Runtime.CompilerServices;
using CsBpf.Library;

namespace CsBpf;

/// <summary>The address of a network interface: six bytes, as packets have them. Its text is <c>52:54:00:12:34:56</c>.</summary>
public readonly struct MacAddress : INetworkAddress, IEquatable<MacAddress>
{
    /// <summary>The length of the longest text of an address.</summary>
    public const int MaxTextLength = 17;

    private const int Length = 6;

    private readonly Bytes _bytes;

    /// <summary>The address in the first six bytes of memory.</summary>
    /// <exception cref="IndexOutOfRangeException">There are fewer.</exception>
    public MacAddress(ReadOnlySpan<byte> bytes)
    {
        for (int i = 0; i < Length; i++)
            _bytes[i] = bytes[i];
    }

    /// <summary>One of the six bytes.</summary>
    public byte this[int index] => _bytes[index];

    /// <summary>True for the same address.</summary>
    public static bool operator ==(MacAddress left, MacAddress right) => left.Equals(right);

    /// <summary>True for different addresses.</summary>
    public static bool operator !=(MacAddress left, MacAddress right) => !left.Equals(right);

    /// <summary>Reads an address: bytes with colons or hyphens between, or nothing.</summary>
    /// <exception cref="FormatException">The text is none.</exception>
    public static MacAddress Parse(string text) =>
        TryParse(text, out MacAddress address) ? address : throw new FormatException($"'{text}' is no MAC address.");

    /// <summary>Reads an address: bytes with colons or hyphens between, or nothing.</summary>
    /// <returns>False where the text is none.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out MacAddress address)
    {
        byte[] bytes = PhysicalAddress.TryParse(text, out PhysicalAddress? parsed) ? parsed.GetAddressBytes() : [];
        address = bytes.Length == Length ? new MacAddress(bytes) : default;
        return bytes.Length == Length;
    }

    /// <inheritdoc/>
    public bool Equals(MacAddress other)
    {
        int difference = 0;
        for (int i = 0; i < Length; i++)
            difference |= _bytes[i] ^ other._bytes[i];
        return difference == 0;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is MacAddress other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_bytes[0], _bytes[1], _bytes[2], _bytes[3], _bytes[4], _bytes[5]);

    /// <summary>The address as <c>52:54:00:12:34:56</c>.</summary>
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
        for (int i = 0; i < Length; i++)
        {
            text[3 * i] = Utf8Writer.HexadecimalDigit(_bytes[i] >> 4, 'a');
            text[(3 * i) + 1] = Utf8Writer.HexadecimalDigit(_bytes[i] & 15, 'a');
            text[(3 * i) + 2] = (byte)':';
        }

        return writer.AppendPart(text, 0, (3 * Length) - 1, alignment);
    }

    [InlineArray(Length)]
    private struct Bytes
    {
        private byte _first;
    }
}
