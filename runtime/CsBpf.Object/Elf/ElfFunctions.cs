using System.Text;

namespace CsBpf.Object.Elf;

/// <summary>Finds functions in programs and libraries: ELF files of 64 bits, of either byte order, however large.</summary>
public static class ElfFunctions
{
    private const int MaxTable = 1 << 30;

    /// <summary>Where in a file a function begins.</summary>
    /// <param name="file">The file.</param>
    /// <param name="name">The function's name; what follows an <c>@</c>, its version, is not a part of it.</param>
    /// <returns>The offset in the file, in bytes; null where its symbols have no such function.</returns>
    /// <exception cref="ObjectFormatException">The file is no such file, or a part of it is out of bounds.</exception>
    public static ulong? Find(Stream file, string name)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentException.ThrowIfNullOrEmpty(name);
        ByteView header = ElfReader.Open(Read(file, 0, ElfFormat.HeaderSize));
        if (header.UInt16(16) is var type and not (ElfFormat.TypeExecutable or ElfFormat.TypeShared))
            throw header.Error($"the file is of type {type}; programs are {ElfFormat.TypeExecutable}, libraries {ElfFormat.TypeShared}", 16);

        bool isBigEndian = header.IsBigEndian;
        int count = header.UInt16(60);
        var headers = new ByteView(
            Read(file, header.UInt64(40), (ulong)count * ElfFormat.SectionHeaderSize), isBigEndian, "section headers");
        byte[] text = Encoding.UTF8.GetBytes(name);
        // What a file offers to others comes first; what else it has may have been stripped.
        return FindIn(ElfSectionType.DynamicSymbols, file, headers, text) ?? FindIn(ElfSectionType.SymbolTable, file, headers, text);
    }

    private static ulong? FindIn(ElfSectionType kind, Stream file, ByteView headers, ReadOnlySpan<byte> name)
    {
        for (long table = 0; table < headers.Length; table += ElfFormat.SectionHeaderSize)
        {
            if ((ElfSectionType)headers.UInt32(table + 4) != kind)
                continue;
            ByteView symbols = Contents(file, headers, table);
            ByteView names = Contents(file, headers, (long)headers.UInt32(table + 40) * ElfFormat.SectionHeaderSize);
            for (int symbol = 0; symbol + ElfFormat.SymbolSize <= symbols.Length; symbol += ElfFormat.SymbolSize)
            {
                ushort section = symbols.UInt16(symbol + 6);
                if (section is ElfSymbol.Undefined or >= ElfFormat.ReservedIndices || !IsFunction(symbols.Byte(symbol + 4)))
                    continue;
                if (names.Utf8(symbols.UInt32(symbol)).SequenceEqual(name))
                    return InFile(symbols.UInt64(symbol + 8), headers, (long)section * ElfFormat.SectionHeaderSize);
            }
        }

        return null;
    }

    private static bool IsFunction(byte info) => (ElfSymbolType)(info & 0xf) is ElfSymbolType.Function or ElfSymbolType.IndirectFunction;

    // The symbol is an address in memory, where the section begins at another than in the file.
    private static ulong InFile(ulong address, ByteView headers, long section) =>
        address - headers.UInt64(section + 16) + headers.UInt64(section + 24);

    private static ByteView Contents(Stream file, ByteView headers, long section) =>
        new(Read(file, headers.UInt64(section + 24), headers.UInt64(section + 32)), headers.IsBigEndian, "symbols");

    private static byte[] Read(Stream file, ulong offset, ulong size)
    {
        if (size > MaxTable || offset > (ulong)file.Length || size > (ulong)file.Length - offset)
            throw new ObjectFormatException($"{size} bytes are past the end", (long)Math.Min(offset, long.MaxValue), ElfFormat.Section);
        byte[] bytes = new byte[size];
        file.Position = (long)offset;
        file.ReadExactly(bytes);
        return bytes;
    }
}
