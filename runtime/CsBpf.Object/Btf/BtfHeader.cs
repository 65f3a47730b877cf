namespace CsBpf.Object.Btf;

/// <summary>What the headers of <c>.BTF</c> and <c>.BTF.ext</c> have in common.</summary>
internal static class BtfHeader
{
    public const ushort Magic = 0xeb9f;
    public const byte Version = 1;

    private const ushort MagicOtherOrder = 0x9feb;

    /// <summary>Checks a header.</summary>
    /// <param name="bytes">The bytes of the section.</param>
    /// <param name="section">The section's name, for errors.</param>
    /// <param name="minimumSize">The size of the header's fields that must be there.</param>
    /// <param name="size">The size of the header: what the offsets in it count from.</param>
    /// <returns>The bytes, in the byte order that the header tells.</returns>
    public static ByteView Open(ReadOnlySpan<byte> bytes, string section, int minimumSize, out uint size)
    {
        var view = new ByteView(bytes, bigEndian: false, section);
        view = view.UInt16(0) switch
        {
            Magic => view,
            MagicOtherOrder => new ByteView(bytes, bigEndian: true, section),
            var magic => throw view.Error($"the magic number is 0x{magic:x4}, not 0x{Magic:x4}", 0),
        };
        if (view.Byte(2) != Version)
            throw view.Error($"version {view.Byte(2)} is unknown", 2);

        size = view.UInt32(4);
        return size >= minimumSize ? view : throw view.Error($"the header has {size} bytes, at least {minimumSize} are needed", 4);
    }

    /// <summary>Writes the start of a header that has <paramref name="size"/> bytes.</summary>
    public static void Write(ByteWriter writer, int size)
    {
        writer.UInt16(Magic);
        writer.Byte(Version);
        writer.Byte(0);
        writer.UInt32((uint)size);
    }
}
