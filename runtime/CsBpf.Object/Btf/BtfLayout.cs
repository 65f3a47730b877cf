namespace CsBpf.Object.Btf;

/// <summary>Where the parts of a BTF section are.</summary>
internal readonly struct BtfLayout
{
    /// <summary>The average size of a type in the kernel's BTF: what to expect before counting.</summary>
    private const int TypicalTypeSize = 24;

    public required bool IsBigEndian { get; init; }

    public required ReadOnlyMemory<byte> Types { get; init; }

    public required ReadOnlyMemory<byte> Strings { get; init; }

    /// <summary>The place of <see cref="Types"/> in the section, for errors.</summary>
    public required long TypesOrigin { get; init; }

    /// <summary>The place of each type in <see cref="Types"/>.</summary>
    public required int[] TypeOffsets { get; init; }

    public static BtfLayout Read(ReadOnlyMemory<byte> bytes)
    {
        var view = BtfHeader.Open(bytes.Span, BtfFormat.Section, BtfFormat.HeaderSize, out uint headerSize);
        var types = Part(view, bytes, headerSize, 8);
        var strings = Part(view, bytes, headerSize, 16);
        if (strings.Length != 0 && strings.Span[^1] != 0)
            throw view.Error("the last string has no end", 16);

        long origin = (long)headerSize + view.UInt32(8);
        return new()
        {
            IsBigEndian = view.IsBigEndian,
            Types = types,
            Strings = strings,
            TypesOrigin = origin,
            TypeOffsets = Walk(new ByteView(types.Span, view.IsBigEndian, BtfFormat.Section, origin)),
        };
    }

    /// <summary>A part of the section whose offset and length are in the header at <paramref name="field"/>.</summary>
    private static ReadOnlyMemory<byte> Part(ByteView view, ReadOnlyMemory<byte> bytes, uint headerSize, int field)
    {
        long offset = (long)headerSize + view.UInt32(field);
        uint length = view.UInt32(field + 4);
        view.Slice(offset, length);
        return bytes.Slice((int)offset, (int)length);
    }

    private static int[] Walk(ByteView types)
    {
        // The kernel has 150 000 types: this loop is the cost of opening them.
        var sizes = BtfFormat.Sizes;
        var elementSizes = BtfFormat.ElementSizes;
        int[] offsets = new int[(types.Length / TypicalTypeSize) + 1];
        int count = 0;
        for (int offset = 0; offset < types.Length;)
        {
            uint info = types.UInt32(offset + 4L);
            int kind = (int)BtfFormat.KindOf(info);
            int size = sizes[kind] + (elementSizes[kind] * BtfFormat.ElementsOf(info));
            if (size == 0)
                throw types.Error($"kind {kind} is unknown", offset + 4L);

            if (size > types.Length - offset)
                throw types.Error($"a type of {size} bytes is cut short", offset);

            if (count == offsets.Length)
                Array.Resize(ref offsets, count * 2);

            offsets[count++] = offset;
            offset += size;
        }

        Array.Resize(ref offsets, count);
        return offsets;
    }
}
