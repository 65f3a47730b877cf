using System.Buffers;
using System.Buffers.Binary;

namespace CsBpf.Object;

/// <summary>Bytes in the making, in the byte order of the target.</summary>
internal sealed class ByteWriter(bool bigEndian)
{
    private readonly ArrayBufferWriter<byte> _bytes = new(256);

    public int Length => _bytes.WrittenCount;

    public ReadOnlySpan<byte> Bytes => _bytes.WrittenSpan;

    public void Byte(byte value) => _bytes.Write([value]);

    public void UInt16(ushort value)
    {
        var span = _bytes.GetSpan(2);
        if (bigEndian)
            BinaryPrimitives.WriteUInt16BigEndian(span, value);
        else
            BinaryPrimitives.WriteUInt16LittleEndian(span, value);
        _bytes.Advance(2);
    }

    public void UInt32(uint value)
    {
        var span = _bytes.GetSpan(4);
        if (bigEndian)
            BinaryPrimitives.WriteUInt32BigEndian(span, value);
        else
            BinaryPrimitives.WriteUInt32LittleEndian(span, value);
        _bytes.Advance(4);
    }

    public void UInt64(ulong value)
    {
        var span = _bytes.GetSpan(8);
        if (bigEndian)
            BinaryPrimitives.WriteUInt64BigEndian(span, value);
        else
            BinaryPrimitives.WriteUInt64LittleEndian(span, value);
        _bytes.Advance(8);
    }

    public void Write(ReadOnlySpan<byte> bytes) => _bytes.Write(bytes);

    /// <summary>Writes zeros up to a multiple of <paramref name="alignment"/>.</summary>
    public void Align(int alignment)
    {
        while (Length % alignment != 0)
            Byte(0);
    }
}
