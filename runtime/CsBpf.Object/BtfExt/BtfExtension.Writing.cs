using System.Collections.Immutable;
using CsBpf.Object.Btf;

namespace CsBpf.Object.BtfExt;

public sealed partial record BtfExtension
{
    /// <summary>The bytes of the section.</summary>
    /// <param name="types">The section <c>.BTF</c> in the making: the strings go there, so its bytes are taken afterwards.</param>
    /// <param name="bigEndian">The byte order.</param>
    /// <remarks>A line or column that is too large for its bits is written as the largest that fits.</remarks>
    public byte[] ToBytes(BtfBuilder types, bool bigEndian = false)
    {
        var functions = WritePart(Functions, BtfExtensionFormat.FunctionInfoSize, types, bigEndian, static (writer, info, _) =>
        {
            writer.UInt32(info.InstructionOffset);
            writer.UInt32(info.TypeId);
        });
        var lines = WritePart(Lines, BtfExtensionFormat.LineInfoSize, types, bigEndian, static (writer, info, types) =>
        {
            writer.UInt32(info.InstructionOffset);
            writer.UInt32(types.AddString(info.File));
            writer.UInt32(types.AddString(info.Text));
            writer.UInt32((Math.Min(info.Line, BtfExtensionFormat.MaxLine) << BtfExtensionFormat.ColumnBits)
                | Math.Min(info.Column, BtfExtensionFormat.MaxColumn));
        });
        var cores = WritePart(CoreRelocations, BtfExtensionFormat.CoreRelocationSize, types, bigEndian, static (writer, info, types) =>
        {
            writer.UInt32(info.InstructionOffset);
            writer.UInt32(info.TypeId);
            writer.UInt32(types.AddString(info.Access));
            writer.UInt32((uint)info.Kind);
        });

        var section = new ByteWriter(bigEndian);
        BtfHeader.Write(section, BtfExtensionFormat.HeaderSize);
        int offset = 0;
        foreach (var part in (ReadOnlySpan<ByteWriter>)[functions, lines, cores])
        {
            section.UInt32((uint)offset);
            section.UInt32((uint)part.Length);
            offset += part.Length;
        }

        section.Write(functions.Bytes);
        section.Write(lines.Bytes);
        section.Write(cores.Bytes);
        return section.Bytes.ToArray();
    }

    private static ByteWriter WritePart<T>(
        ImmutableArray<BtfSectionInfo<T>> sections,
        int recordSize,
        BtfBuilder types,
        bool bigEndian,
        Action<ByteWriter, T, BtfBuilder> write)
    {
        var part = new ByteWriter(bigEndian);
        // A part without records is empty, without even the size of its records.
        if (sections.All(section => section.Records.IsEmpty))
            return part;

        part.UInt32((uint)recordSize);
        foreach (var (section, records) in sections)
        {
            if (records.IsEmpty)
                continue;

            part.UInt32(types.AddString(section));
            part.UInt32((uint)records.Length);
            foreach (var record in records)
                write(part, record, types);
        }

        return part;
    }
}
