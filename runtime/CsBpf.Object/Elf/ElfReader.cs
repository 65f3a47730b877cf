using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace CsBpf.Object.Elf;

/// <summary>Reads relocatable ELF files of 64 bits, of either byte order.</summary>
public static class ElfReader
{
    /// <summary>Reads a file. The sections' contents are slices of <paramref name="bytes"/>, which must not change.</summary>
    /// <exception cref="ObjectFormatException">The bytes are not such a file, or a part of it is out of bounds.</exception>
    public static ElfObject Read(ReadOnlyMemory<byte> bytes)
    {
        var file = Open(bytes.Span);
        if (file.UInt16(16) is var type and not ElfFormat.TypeRelocatable)
            throw file.Error($"the file is of type {type}; a relocatable object is 1", 16);

        var headers = ReadHeaders(file);
        var sections = NameSections(file, headers, bytes);
        var symbols = ImmutableArray<ElfSymbol>.Empty;
        if (sections.FirstOrDefault(section => section.Type == ElfSectionType.SymbolTable) is { } table)
        {
            symbols = ReadSymbols(table, sections, file.IsBigEndian);
            ReadRelocations(table, sections, symbols, file.IsBigEndian);
        }

        return new(
            (ElfMachine)file.UInt16(18), file.IsBigEndian, ImmutableCollectionsMarshal.AsImmutableArray(sections), symbols);
    }

    /// <summary>The file's bytes, in its byte order.</summary>
    internal static ByteView Open(ReadOnlySpan<byte> bytes)
    {
        var file = new ByteView(bytes, bigEndian: false, ElfFormat.Section);
        if (!file.Slice(0, ElfFormat.HeaderSize).StartsWith(ElfFormat.Magic))
            throw file.Error("the magic number is missing", 0);

        if (file.Byte(4) != ElfFormat.Class64)
            throw file.Error("the file is not of 64 bits", 4);

        return file.Byte(5) switch
        {
            ElfFormat.DataLittleEndian => file,
            ElfFormat.DataBigEndian => new ByteView(bytes, bigEndian: true, ElfFormat.Section),
            var order => throw file.Error($"byte order {order} is unknown", 5),
        };
    }

    /// <summary>A section header with its name as an offset, and its place in the file.</summary>
    private readonly record struct Header(uint Name, ElfSection Section, ulong Offset);

    private static Header[] ReadHeaders(ByteView file)
    {
        ulong table = file.UInt64(40);
        if (table == 0)
            return [];

        if (table > (ulong)file.Length)
            throw file.Error("the section headers are past the end", 40);

        if (file.UInt16(58) is var size and not ElfFormat.SectionHeaderSize)
            throw file.Error($"section headers have {size} bytes, not {ElfFormat.SectionHeaderSize}", 58);

        // A count that does not fit its 16 bits is in the first header.
        long start = (long)table;
        ulong count = file.UInt16(60) is var few and not 0 ? few : file.UInt64(start + 32);
        if (count > (ulong)(file.Length - start) / ElfFormat.SectionHeaderSize)
            throw file.Error($"{count} section headers do not fit the file", 60);

        var headers = new Header[count];
        for (int i = 0; i < headers.Length; i++)
            headers[i] = ReadHeader(file, start + ((long)i * ElfFormat.SectionHeaderSize), i);

        return headers;
    }

    private static Header ReadHeader(ByteView file, long offset, int index)
    {
        var section = new ElfSection
        {
            Name = "",
            Index = index,
            Type = (ElfSectionType)file.UInt32(offset + 4),
            Flags = (ElfSectionFlags)file.UInt64(offset + 8),
            Size = file.UInt64(offset + 32),
            Link = file.UInt32(offset + 40),
            Info = file.UInt32(offset + 44),
            Alignment = file.UInt64(offset + 48),
            EntrySize = file.UInt64(offset + 56),
        };
        return new(file.UInt32(offset), section, file.UInt64(offset + 24));
    }

    private static ElfSection[] NameSections(ByteView file, Header[] headers, ReadOnlyMemory<byte> bytes)
    {
        if (headers.Length == 0)
            return [];

        uint namesIndex = file.UInt16(62) is var index and not ElfFormat.ExtendedIndex ? index : headers[0].Section.Link;
        if (namesIndex >= headers.Length)
            throw file.Error($"section {namesIndex}, with the names of sections, does not exist", 62);

        var names = new StringSection(Contents(file, headers[namesIndex], bytes), "section names");
        var sections = new ElfSection[headers.Length];
        long size = 0L;
        for (int i = 0; i < sections.Length; i++)
        {
            var data = Contents(file, headers[i], bytes);
            sections[i] = headers[i].Section with { Name = names[headers[i].Name], Data = data };
            // What is read from a section is bounded by its size; with this, also what is read from the file.
            if ((size += data.Length) > file.Length)
                throw file.Error($"section {i} overlaps another", (long)headers[i].Offset);
        }

        return sections;
    }

    private static ReadOnlyMemory<byte> Contents(ByteView file, Header header, ReadOnlyMemory<byte> bytes)
    {
        var (_, section, offset) = header;
        if (section.Type is ElfSectionType.Null or ElfSectionType.NoBits)
            return default;

        if (offset > (ulong)file.Length || section.Size > (ulong)file.Length - offset)
            throw file.Error($"section {section.Index}, of {section.Size} bytes, is past the end", (long)Math.Min(offset, long.MaxValue));

        return bytes.Slice((int)offset, (int)section.Size);
    }

    private static ImmutableArray<ElfSymbol> ReadSymbols(ElfSection table, ElfSection[] sections, bool bigEndian)
    {
        var view = new ByteView(table.Data.Span, bigEndian, table.Name);
        if (table.Link >= sections.Length)
            throw view.Error($"section {table.Link}, with the names of symbols, does not exist", 0);

        var names = new StringSection(sections[table.Link].Data, sections[table.Link].Name);
        var extended = sections.FirstOrDefault(
            section => section.Type == ElfSectionType.SymbolTableIndices && section.Link == table.Index);
        var indices = new ByteView(extended is null ? default : extended.Data.Span, bigEndian, extended?.Name ?? "section indices");
        var symbols = ImmutableArray.CreateBuilder<ElfSymbol>(view.Length / ElfFormat.SymbolSize);
        for (int offset = 0; offset < view.Length; offset += ElfFormat.SymbolSize)
        {
            byte info = view.Byte(offset + 4);
            int section = SectionIndex(view.UInt16(offset + 6), indices, symbols.Count);
            if (section >= sections.Length)
                throw view.Error($"symbol {symbols.Count} is in section {section}, which does not exist", offset + 6);

            symbols.Add(new(
                names[view.UInt32(offset)],
                section,
                view.UInt64(offset + 8),
                view.UInt64(offset + 16),
                (ElfSymbolBinding)(info >> 4),
                (ElfSymbolType)(info & 0xf),
                (ElfSymbolVisibility)(view.Byte(offset + 5) & 3)));
        }

        return symbols.DrainToImmutable();
    }

    private static int SectionIndex(ushort index, ByteView indices, int symbol) => index switch
    {
        ElfFormat.AbsoluteIndex => ElfSymbol.Absolute,
        ElfFormat.CommonIndex => ElfSymbol.Common,
        ElfFormat.ExtendedIndex => (int)Math.Min(indices.UInt32(symbol * 4L), int.MaxValue),
        _ => index,
    };

    /// <summary>Gives each section the relocations that apply to it.</summary>
    private static void ReadRelocations(ElfSection table, ElfSection[] sections, ImmutableArray<ElfSymbol> symbols, bool bigEndian)
    {
        var found = new List<ElfRelocation>?[sections.Length];
        foreach (var section in sections)
        {
            if (section.Type is not (ElfSectionType.Relocations or ElfSectionType.RelocationsWithAddends) || section.Link != table.Index)
                continue;

            var view = new ByteView(section.Data.Span, bigEndian, section.Name);
            if (section.Info >= sections.Length)
                throw view.Error($"section {section.Info}, which the relocations apply to, does not exist", 0);

            ReadEntries(view, symbols, section.Type == ElfSectionType.RelocationsWithAddends, found[section.Info] ??= []);
        }

        for (int i = 0; i < sections.Length; i++)
        {
            if (found[i] is { } relocations)
                sections[i] = sections[i] with { Relocations = [.. relocations] };
        }
    }

    private static void ReadEntries(ByteView view, ImmutableArray<ElfSymbol> symbols, bool hasAddends, List<ElfRelocation> relocations)
    {
        int size = hasAddends ? ElfFormat.RelocationWithAddendSize : ElfFormat.RelocationSize;
        if (view.Length % size != 0)
            throw view.Error("the last relocation is cut short", view.Length - (view.Length % size));

        for (int offset = 0; offset < view.Length; offset += size)
        {
            ulong info = view.UInt64(offset + 8);
            uint symbol = (uint)(info >> 32);
            if (symbol >= symbols.Length)
                throw view.Error($"symbol {symbol} does not exist", offset + 8);

            relocations.Add(new(
                view.UInt64(offset),
                (ElfRelocationType)(uint)info,
                symbols[(int)symbol],
                hasAddends ? (long)view.UInt64(offset + 16) : 0));
        }
    }
}
