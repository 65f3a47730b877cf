using System.Collections.Immutable;
using CsBpf.Object.Btf;

namespace CsBpf.Object.BtfExt;

public sealed partial record BtfExtension
{
    private delegate T RecordReader<T>(ByteView view, long offset, BtfTypes types);

    /// <summary>No records.</summary>
    public static BtfExtension Empty { get; } = new([], [], []);

    /// <summary>Reads a section <c>.BTF.ext</c>.</summary>
    /// <param name="bytes">The bytes, in either byte order.</param>
    /// <param name="types">The section <c>.BTF</c> of the same file, which has the strings.</param>
    /// <exception cref="ObjectFormatException">The bytes are not such a section, or refer beyond <paramref name="types"/>.</exception>
    public static BtfExtension Parse(ReadOnlyMemory<byte> bytes, BtfTypes types)
    {
        var view = BtfHeader.Open(
            bytes.Span, BtfExtensionFormat.Section, BtfExtensionFormat.HeaderSizeWithoutCore, out uint headerSize);
        bool hasCore = headerSize >= BtfExtensionFormat.HeaderSize;
        return new(
            ReadPart(view, headerSize, 8, BtfExtensionFormat.FunctionInfoSize, types, ReadFunctionInfo),
            ReadPart(view, headerSize, 16, BtfExtensionFormat.LineInfoSize, types, ReadLineInfo),
            hasCore ? ReadPart(view, headerSize, 24, BtfExtensionFormat.CoreRelocationSize, types, ReadCoreRelocation) : []);
    }

    /// <summary>Reads the part whose offset and length are in the header at <paramref name="field"/>.</summary>
    private static ImmutableArray<BtfSectionInfo<T>> ReadPart<T>(
        ByteView view, uint headerSize, int field, int minimum, BtfTypes types, RecordReader<T> read)
    {
        long offset = (long)headerSize + view.UInt32(field);
        long end = offset + view.UInt32(field + 4);
        view.Slice(offset, end - offset);
        if (end == offset)
            return [];

        uint recordSize = view.UInt32(offset);
        if (recordSize < minimum)
            throw view.Error($"records have {recordSize} bytes, at least {minimum} are needed", offset);

        var sections = ImmutableArray.CreateBuilder<BtfSectionInfo<T>>();
        for (offset += 4; offset < end;)
        {
            string name = types.StringAt(view.UInt32(offset));
            uint count = view.UInt32(offset + 4);
            offset += 8;
            if (count > (end - offset) / recordSize)
                throw view.Error($"{count} records of '{name}' do not fit", offset - 4);

            var records = ImmutableArray.CreateBuilder<T>((int)count);
            for (; records.Count < count; offset += recordSize)
                records.Add(read(view, offset, types));

            sections.Add(new(name, records.MoveToImmutable()));
        }

        return sections.DrainToImmutable();
    }

    private static BtfFunctionInfo ReadFunctionInfo(ByteView view, long offset, BtfTypes types) =>
        new(view.UInt32(offset), TypeId(view, offset + 4, types));

    private static BtfLineInfo ReadLineInfo(ByteView view, long offset, BtfTypes types)
    {
        uint place = view.UInt32(offset + 12);
        return new(
            view.UInt32(offset),
            types.StringAt(view.UInt32(offset + 4)),
            types.StringAt(view.UInt32(offset + 8)),
            place >> BtfExtensionFormat.ColumnBits,
            place & BtfExtensionFormat.MaxColumn);
    }

    private static CoreRelocation ReadCoreRelocation(ByteView view, long offset, BtfTypes types)
    {
        var kind = (CoreRelocationKind)view.UInt32(offset + 12);
        if (kind is < CoreRelocationKind.FieldByteOffset or > CoreRelocationKind.TypeMatches)
            throw view.Error($"CO-RE relocation {(uint)kind} is unknown", offset + 12);

        return new(view.UInt32(offset), TypeId(view, offset + 4, types), types.StringAt(view.UInt32(offset + 8)), kind);
    }

    private static uint TypeId(ByteView view, long offset, BtfTypes types)
    {
        uint id = view.UInt32(offset);
        return id < types.Count ? id : throw view.Error($"type {id} does not exist, {types.Count} is the first that does not", offset);
    }
}
