using System;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using CsBpf.Library;

namespace CsBpf;

/// <summary>An IPv4 address, in memory as packets and the kernel have it (<c>__be32</c>). Its text is <c>192.0.2.1</c>.</summary>
/// <param name="networkOrder">The four bytes as one number, as they lie in memory.</param>
public readonly struct IPv4Address(uint networkOrder) : INetworkAddress, IEquatable<IPv4Address>
{
    /// <summary>The length of the longest text of an address.</summary>
    public const int MaxTextLength = 15;

    private readonly uint _networkOrder = networkOrder;

    /// <summary>The address of four numbers: <c>192.0.2.1</c>.</summary>
    public IPv4Address(byte first, byte second, byte third, byte fourth)
        : this(first | ((uint)second << 8) | ((uint)third << 16) | ((uint)fourth << 24))
    {
    }

    /// <summary>The address in the first four bytes of memory.</summary>
    /// <exception cref="IndexOutOfRangeException">There are fewer.</exception>
    public IPv4Address(ReadOnlySpan<byte> bytes)
        : this(bytes[0], bytes[1], bytes[2], bytes[3])
    {
    }

    /// <summary>The four bytes as one number, as they lie in memory.</summary>
    public uint NetworkOrder => _networkOrder;

    /// <summary>True for the same address.</summary>
    public static bool operator ==(IPv4Address left, IPv4Address right) => left._networkOrder == right._networkOrder;

    /// <summary>True for different addresses.</summary>
    public static bool operator !=(IPv4Address left, IPv4Address right) => left._networkOrder != right._networkOrder;

    /// <summary>The same address of the base library.</summary>
    public static implicit operator IPAddress(IPv4Address address) => new(address._networkOrder);

    /// <summary>The same address as the base library's.</summary>
    /// <exception cref="InvalidCastException">It is none of IPv4.</exception>
    public static explicit operator IPv4Address(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.AddressFamily != AddressFamily.InterNetwork)
            throw new InvalidCastException($"{address} is no IPv4 address.");
        return new IPv4Address(address.GetAddressBytes());
    }

    /// <summary>Reads an address.</summary>
    /// <exception cref="FormatException">The text is none.</exception>
    public static IPv4Address Parse(string text) =>
        TryParse(text, out IPv4Address address) ? address : throw new FormatException($"'{text}' is no IPv4 address.");

    /// <summary>Reads an address.</summary>
    /// <returns>False where the text is none.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out IPv4Address address)
    {
        bool isAddress = IPAddress.TryParse(text, out IPAddress? parsed) && parsed.AddressFamily == AddressFamily.InterNetwork;
        address = isAddress ? (IPv4Address)parsed! : default;
        return isAddress;
    }

    /// <inheritdoc/>
    public bool Equals(IPv4Address other) => this == other;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is IPv4Address other && this == other;

    /// <inheritdoc/>
    public override int GetHashCode() => _networkOrder.GetHashCode();

    /// <summary>The address as <c>192.0.2.1</c>.</summary>
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
        int count = WriteTo(ref text, 0, _networkOrder);
        return writer.AppendPart(text, 0, count, alignment);
    }

    /// <summary>Writes an address at a place in a text.</summary>
    /// <returns>Where the text ends.</returns>
    internal static int WriteTo(ref AddressText text, int start, uint networkOrder)
    {
        int end = start;
        for (int i = 0; i < 4; i++)
        {
            int part = (byte)(networkOrder >> (8 * i));
            int hundreds = part / 100;
            int tens = part / 10 % 10;
            text[end] = (byte)('0' + hundreds);
            end += AddressText.IsNotZero(hundreds);
            text[end] = (byte)('0' + tens);
            end += AddressText.IsNotZero(hundreds | tens);
            text[end] = (byte)('0' + (part % 10));
            text[end + 1] = (byte)'.';
            end += 2;
        }

        return end - 1;
    }
}
