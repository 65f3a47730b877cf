using System;
using System.Runtime.CompilerServices;
using System.Text;

namespace CsBpf.Library;

/// <summary>The text of an address while it is put together.</summary>
[InlineArray(Capacity)]
internal struct AddressText
{
    /// <summary>Room for any address.</summary>
    public const int Capacity = 48;

    private byte _first;

    /// <summary>1 for a positive number, 0 for 0: no branch, as <see cref="Utf8Writer"/> says.</summary>
    public static int IsNotZero(int value) => (int)((uint)(0 - value) >> 31);

    /// <summary>The text of an address.</summary>
    public static string Format<T>(T address)
        where T : struct, IUtf8SpanFormattable
    {
        Span<byte> text = stackalloc byte[Capacity];
        address.TryFormat(text, out int length, default, null);
        return Encoding.ASCII.GetString(text.Slice(0, length));
    }

    /// <summary>Writes the text of an address as characters.</summary>
    public static bool TryFormat<T>(T address, Span<char> destination, out int charsWritten)
        where T : struct, IUtf8SpanFormattable
    {
        Span<byte> text = stackalloc byte[Capacity];
        address.TryFormat(text, out int length, default, null);
        charsWritten = length <= destination.Length ? Encoding.ASCII.GetChars(text.Slice(0, length), destination) : 0;
        return length <= destination.Length;
    }
}
