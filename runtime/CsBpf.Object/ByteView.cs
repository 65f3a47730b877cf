using System.Buffers.Binary;

namespace CsBpf.Object;

/// <summary>Bytes of a section, read with bounds checks; an access out of bounds is an <see cref="ObjectFormatException"/>.</summary>
internal readonly ref struct ByteView(ReadOnlySpan<byte> bytes, bool bigEndian, string section, long origin = 0)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public int Length => _bytes.Length;

    public bool IsBigEndian => bigEndian;

    public byte Byte(long offset) => Slice(offset, 1)[0];

    public ushort UInt16(long offset)
    {
        var bytes = Slice(offset, 2);
        return bigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);
    }

    public uint UInt32(long offset)
    {
        var bytes = Slice(offset, 4);
        return bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }

    public ulong UInt64(long offset)
    {
        var bytes = Slice(offset, 8);
        return bigEndian ? BinaryPrimitives.ReadUInt64BigEndian(bytes) : BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }

    /// <summary>The bytes of the string that starts at <paramref name="offset"/>, without the zero that must end it.</summary>
    public ReadOnlySpan<byte> Utf8(long offset, int maxLength = int.MaxValue)
    {
        var bytes = Slice(offset, Math.Max(0, _bytes.Length - offset));
        int length = bytes[..(int)Math.Min(bytes.Length, maxLength + 1L)].IndexOf((byte)0);
        return length >= 0 ? bytes[..length] : throw Error(bytes.Length > maxLength ? "a name is too long" : "a string has no end", offset);
    }

    public ReadOnlySpan<byte> Slice(long offset, long length)
    {
        if ((ulong)offset > (ulong)_bytes.Length || (ulong)length > (ulong)(_bytes.Length - offset))
            throw Error($"{length} bytes are needed, {Math.Max(0, _bytes.Length - offset)} are there", offset);

        return _bytes.Slice((int)offset, (int)length);
    }

    public ObjectFormatException Error(string problem, long offset) => new(problem, origin + offset, section);
}
