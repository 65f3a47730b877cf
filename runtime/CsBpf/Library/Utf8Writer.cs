using System;
using System.Runtime.CompilerServices;

namespace CsBpf.Library;

/// <summary>
/// Writes text piece by piece to memory, as <see cref="System.Text.Unicode.Utf8.TryWriteInterpolatedStringHandler"/> does, whose place it takes
/// in BPF programs. The verifier follows every way through this: so what is not known is added up without branches, and what ends a loop
/// is a copy of its own (<c>&amp; mask</c>), so that each of the loop's exits leaves the same behind; a second limit, of which the compiler knows
/// the number, tells that the loop has an end.
/// </summary>
internal ref struct Utf8Writer
{
    /// <summary>The most digits that a number may be asked for.</summary>
    public const int MaxDigits = 20;

    private readonly Span<byte> _destination;
    private int _length;
    private bool _fits;

    /// <summary>Starts a text.</summary>
    /// <param name="literalLength">The number of characters outside of the holes.</param>
    /// <param name="formattedCount">The number of holes.</param>
    /// <param name="destination">Where the text goes.</param>
    /// <param name="shouldAppend">True where there is room for the text outside of the holes.</param>
    public Utf8Writer(int literalLength, int formattedCount, Span<byte> destination, out bool shouldAppend)
    {
        _destination = destination;
        _length = 0;
        _fits = destination.Length >= literalLength;
        shouldAppend = _fits;
    }

    /// <summary>Ends the text.</summary>
    /// <param name="bytesWritten">Its length; 0 where it did not fit.</param>
    /// <returns>True where all of it fitted.</returns>
    public readonly bool Complete(out int bytesWritten)
    {
        bytesWritten = _fits ? _length : 0;
        return _fits;
    }

    /// <summary>Appends text; of one that does not fit the characters that do.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isAscii">True where each byte is a character.</param>
    public bool AppendText(scoped ReadOnlySpan<byte> text, bool isAscii)
    {
        int room = _destination.Length - _length;
        if (text.Length == 1)
            return room > 0 ? AppendByte(text[0]) : Fail();
        if (text.Length <= room)
        {
            Copy(text, 0, text.Length);
            _length += text.Length;
            return true;
        }

        for (int i = 0; i < 3 && !isAscii; i++)
            room -= room > 0 && (text[room] & 0xc0) == 0x80 ? 1 : 0;
        Copy(text, 0, room);
        return Fail();
    }

    /// <summary>Appends text with an alignment; of one that does not fit the characters that do.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isAscii">True where each byte is a character.</param>
    /// <param name="alignment">The least width; negative aligns to the left.</param>
    public bool AppendAligned(scoped ReadOnlySpan<byte> text, bool isAscii, int alignment) =>
        text.Length > _destination.Length - _length ? AppendText(text, isAscii) : AppendPart(text, 0, text.Length, alignment);

    /// <summary>Appends bytes with an alignment, all or none.</summary>
    /// <param name="text">The text.</param>
    /// <param name="alignment">The least width; negative aligns to the left.</param>
    public bool AppendBytes(scoped ReadOnlySpan<byte> text, int alignment) => AppendPart(text, 0, text.Length, alignment);

    /// <summary>Appends a number in decimal digits.</summary>
    /// <param name="value">The number, without its sign.</param>
    /// <param name="sign">1 for a negative number, else 0.</param>
    /// <param name="mostDigits">The most digits that numbers of its type have, no fewer than <paramref name="digits"/>.</param>
    /// <param name="digits">The least number of digits.</param>
    /// <param name="alignment">The least width; negative aligns to the left.</param>
    public bool AppendDecimal(ulong value, int sign, int mostDigits, int digits, int alignment)
    {
        var text = new NumberText();
        int count = 0;
        for (int i = 0; i < mostDigits; i++)
        {
            count += i < digits ? 1 : IsNotZero(value);
            text[MaxDigits - i] = (byte)('0' + (value % 10));
            value /= 10;
        }

        text[MaxDigits - count] = (byte)'-';
        count += sign;
        return AppendPart(text, MaxDigits + 1 - count, count, alignment);
    }

    /// <summary>Appends a number in hexadecimal digits.</summary>
    /// <param name="value">The number.</param>
    /// <param name="letter">The digit for ten: <c>a</c> or <c>A</c>.</param>
    /// <param name="mostDigits">The most digits that numbers of its type have, no fewer than <paramref name="digits"/>.</param>
    /// <param name="digits">The least number of digits.</param>
    /// <param name="alignment">The least width; negative aligns to the left.</param>
    public bool AppendHexadecimal(ulong value, char letter, int mostDigits, int digits, int alignment)
    {
        var text = new NumberText();
        int count = 0;
        for (int i = 0; i < mostDigits; i++)
        {
            count += i < digits ? 1 : IsNotZero(value);
            text[MaxDigits - i] = HexadecimalDigit((int)value & 15, letter);
            value >>= 4;
        }

        return AppendPart(text, MaxDigits + 1 - count, count, alignment);
    }

    /// <summary>Appends a character.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is half of a pair of surrogates.</exception>
    public bool AppendCharacter(char value, int alignment)
    {
        if ((value & 0xf800) == 0xd800)
            throw new ArgumentOutOfRangeException(nameof(value));
        uint code = value;
        var text = new NumberText();
        int count = 1 + (int)((0x7f - code) >> 31) + (int)((0x7ff - code) >> 31);
        if (code < 0x80)
        {
            text[0] = (byte)code;
        }
        else if (code < 0x800)
        {
            text[0] = (byte)(0xc0 | (code >> 6));
            text[1] = (byte)(0x80 | (code & 0x3f));
        }
        else
        {
            text[0] = (byte)(0xe0 | (code >> 12));
            text[1] = (byte)(0x80 | ((code >> 6) & 0x3f));
            text[2] = (byte)(0x80 | (code & 0x3f));
        }

        return AppendPart(text, 0, count, alignment);
    }

    /// <summary>Appends <c>True</c> or <c>False</c>.</summary>
    public bool AppendBoolean(bool value, int alignment) => AppendAligned(value ? "True"u8 : "False"u8, isAscii: true, alignment);

    /// <summary>The character of a hexadecimal digit.</summary>
    /// <param name="digit">The digit.</param>
    /// <param name="letter">The digit for ten: <c>a</c> or <c>A</c>.</param>
    public static byte HexadecimalDigit(int digit, char letter) => (byte)('0' + digit + (((9 - digit) >> 31) & (letter - '9' - 1)));

    /// <summary>Appends a part of text with an alignment, or, where that does not fit, without; nothing where that does not fit either.</summary>
    public bool AppendPart(scoped ReadOnlySpan<byte> text, int start, int count, int alignment)
    {
        int room = _destination.Length - _length;
        if (count > room)
            return Fail();
        if (alignment == 0)
        {
            Copy(text, start, count);
            _length += count;
            return true;
        }

        int width = alignment < 0 ? -alignment : alignment;
        int padding = width - count;
        if (padding < 0)
            padding = 0;
        if (padding > room - count)
        {
            Copy(text, start, count);
            return Fail();
        }

        if (alignment > 0)
            Fill(padding, width);
        Copy(text, start, count);
        _length += count;
        if (alignment < 0)
            Fill(padding, width);
        return true;
    }

    private bool AppendByte(byte value)
    {
        _destination[_length] = value;
        _length++;
        return true;
    }

    private static int IsNotZero(ulong value) => (int)((value | (0 - value)) >> 63);

    private readonly void Copy(scoped ReadOnlySpan<byte> text, int start, int count)
    {
        int end = count & int.MaxValue;
        for (int i = 0; i < text.Length && i < end; i++)
            _destination[_length + i] = text[start + i];
    }

    private void Fill(int count, int most)
    {
        int end = count & int.MaxValue;
        for (int i = 0; i < most && i < end; i++)
            _destination[_length + i] = (byte)' ';
        _length += count;
    }

    private bool Fail()
    {
        _fits = false;
        return false;
    }

    /// <summary>Appends a string of the kernel's.</summary>
    /// <param name="text">The string.</param>
    /// <param name="alignment">The least width; negative aligns to the left.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is longer than <see cref="KernelText.MaxLength"/>.</exception>
    public bool AppendKernelString(KernelString text, int alignment)
    {
        var bytes = new KernelText();
        long size = KernelText.Read(ref bytes, KernelText.Capacity, text);
        if (size >= KernelText.Capacity)
            throw new ArgumentOutOfRangeException(nameof(text));
        int length = size > 0 ? (int)size - 1 : 0;
        int room = _destination.Length - _length;
        if (length <= room)
            return AppendPart(bytes, 0, length, alignment);
        for (int i = 0; i < 3; i++)
            room -= room > 0 && (bytes[room] & 0xc0) == 0x80 ? 1 : 0;
        Copy(bytes, 0, room);
        return Fail();
    }

    /// <summary>A sign and digits.</summary>
    [InlineArray(MaxDigits + 1)]
    private struct NumberText
    {
        private byte _first;
    }
}
