namespace CsBpf.Object.Elf;

/// <summary>A relocatable ELF file in the making; the writer adds the tables of strings, symbols and relocations itself.</summary>
public sealed class ElfWriter(bool bigEndian = false, ElfMachine machine = ElfMachine.Bpf)
{
    private const int MaxSections = ElfFormat.ReservedIndices - 1;
    private const ulong MaxAlignment = 1 << 16;

    private readonly List<ElfSection> _sections = [];
    private readonly List<ElfSymbol> _symbols = [];
    private readonly SortedDictionary<int, List<ElfRelocation>> _relocations = [];

    /// <summary>Adds a section with contents.</summary>
    /// <returns>Its index, for symbols and relocations.</returns>
    public int AddSection(
        string name,
        ReadOnlyMemory<byte> data,
        ElfSectionFlags flags = ElfSectionFlags.None,
        ulong alignment = 1,
        ElfSectionType type = ElfSectionType.ProgramBits,
        ulong entrySize = 0) => AddSection(new()
        {
            Name = name,
            Index = 0,
            Type = type,
            Flags = flags,
            Data = data,
            Size = (ulong)data.Length,
            Alignment = alignment,
            EntrySize = entrySize,
        });

    /// <summary>Adds a section of zeros, such as <c>.bss</c>.</summary>
    /// <returns>Its index, for symbols and relocations.</returns>
    public int AddZeros(string name, ulong size, ElfSectionFlags flags, ulong alignment = 1) => AddSection(new()
    {
        Name = name,
        Index = 0,
        Type = ElfSectionType.NoBits,
        Flags = flags,
        Size = size,
        Alignment = alignment,
    });

    /// <summary>Adds a section as it is, but for its index, its relocations, and its size, which is that of its contents.</summary>
    /// <returns>Its index, for symbols and relocations.</returns>
    /// <exception cref="ArgumentException">It is a table that the writer makes.</exception>
    public int AddSection(ElfSection section)
    {
        if (section.Type is ElfSectionType.Null or ElfSectionType.SymbolTable or ElfSectionType.SymbolTableIndices
            or ElfSectionType.Relocations or ElfSectionType.RelocationsWithAddends)
            throw new ArgumentException($"'{section.Name}' is a table that the writer makes.", nameof(section));

        if (section.Alignment > MaxAlignment || (section.Alignment & (section.Alignment - 1)) != 0)
            throw new ArgumentException($"{section.Alignment} is no alignment.", nameof(section));

        // Further indices go to the tables: the relocations of each section, the symbols, the strings.
        if (((_sections.Count + 1) * 2) + 3 > MaxSections)
            throw new InvalidOperationException("An object can have some 32 000 sections.");

        _sections.Add(section with
        {
            Index = _sections.Count + 1,
            Size = section.Type == ElfSectionType.NoBits ? section.Size : (ulong)section.Data.Length,
            Relocations = [],
        });
        return _sections.Count;
    }

    /// <summary>Adds a symbol of a section that was added, or of none.</summary>
    /// <returns>The same symbol, for relocations, which know it by reference.</returns>
    public ElfSymbol AddSymbol(ElfSymbol symbol)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(symbol.SectionIndex, ElfSymbol.Common, nameof(symbol));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(symbol.SectionIndex, _sections.Count, nameof(symbol));
        _symbols.Add(symbol);
        return symbol;
    }

    /// <summary>Adds a relocation to a section.</summary>
    public void AddRelocation(int section, ElfRelocation relocation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(section, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(section, _sections.Count);
        if (relocation.Addend != 0)
            throw new ArgumentException("eBPF objects keep addends in the relocated bytes.", nameof(relocation));

        if (!_relocations.TryGetValue(section, out var list))
            _relocations[section] = list = [];

        list.Add(relocation);
    }

    /// <summary>The bytes of the file; the same for the same calls.</summary>
    /// <exception cref="InvalidOperationException">A relocation is to a symbol that was not added.</exception>
    public byte[] ToBytes()
    {
        var strings = new StringTable();
        var sections = new List<ElfSection>(_sections);
        // The format wants local symbols first.
        var symbols = _symbols.OrderBy(symbol => symbol.Binding != ElfSymbolBinding.Local).ToList();
        var indices = new Dictionary<ElfSymbol, int>(ReferenceEqualityComparer.Instance);
        foreach (var symbol in symbols)
            indices[symbol] = indices.Count + 1;

        int symbolTable = _sections.Count + _relocations.Count + 1;
        foreach (var (section, relocations) in _relocations)
            sections.Add(RelocationTable(section, relocations, indices, symbolTable));

        sections.Add(SymbolTable(symbols, strings, stringTable: symbolTable + 1));
        return Assemble(sections, strings);
    }

    private ElfSection RelocationTable(int target, List<ElfRelocation> relocations, Dictionary<ElfSymbol, int> indices, int symbolTable)
    {
        var data = new ByteWriter(bigEndian);
        foreach (var relocation in relocations)
        {
            if (!indices.TryGetValue(relocation.Symbol, out int symbol))
                throw new InvalidOperationException($"Symbol '{relocation.Symbol.Name}' is relocated to, and was not added.");

            data.UInt64(relocation.Offset);
            data.UInt64(((ulong)symbol << 32) | (uint)relocation.Type);
        }

        return Table(".rel" + _sections[target - 1].Name, ElfSectionType.Relocations, data, ElfFormat.RelocationSize) with
        {
            Flags = ElfSectionFlags.InfoLink,
            Link = (uint)symbolTable,
            Info = (uint)target,
        };
    }

    private ElfSection SymbolTable(List<ElfSymbol> symbols, StringTable strings, int stringTable)
    {
        var data = new ByteWriter(bigEndian);
        data.Write(stackalloc byte[ElfFormat.SymbolSize]);
        foreach (var symbol in symbols)
        {
            data.UInt32(strings.Add(symbol.Name));
            data.Byte((byte)(((byte)symbol.Binding << 4) | (byte)symbol.Type));
            data.Byte((byte)symbol.Visibility);
            data.UInt16(symbol.SectionIndex switch
            {
                ElfSymbol.Absolute => ElfFormat.AbsoluteIndex,
                ElfSymbol.Common => ElfFormat.CommonIndex,
                var index => (ushort)index,
            });
            data.UInt64(symbol.Value);
            data.UInt64(symbol.Size);
        }

        return Table(".symtab", ElfSectionType.SymbolTable, data, ElfFormat.SymbolSize) with
        {
            Link = (uint)stringTable,
            Info = (uint)symbols.Count(symbol => symbol.Binding == ElfSymbolBinding.Local) + 1,
        };
    }

    private static ElfSection Table(string name, ElfSectionType type, ByteWriter data, ulong entrySize) => new()
    {
        Name = name,
        Index = 0,
        Type = type,
        Data = data.Bytes.ToArray(),
        Size = (ulong)data.Length,
        Alignment = 8,
        EntrySize = entrySize,
    };

    /// <summary>The file: header, contents, section headers.</summary>
    private byte[] Assemble(List<ElfSection> sections, StringTable strings)
    {
        var names = sections.ConvertAll(section => strings.Add(section.Name));
        names.Add(strings.Add(".strtab"));
        sections.Add(new()
        {
            Name = ".strtab",
            Index = 0,
            Type = ElfSectionType.StringTable,
            Data = strings.Bytes.ToArray(),
            Size = (ulong)strings.Bytes.Length,
        });

        var contents = new ByteWriter(bigEndian);
        contents.Write(stackalloc byte[ElfFormat.HeaderSize]);
        var headers = new ByteWriter(bigEndian);
        headers.Write(stackalloc byte[ElfFormat.SectionHeaderSize]);
        for (int i = 0; i < sections.Count; i++)
        {
            contents.Align((int)Math.Max(1, sections[i].Alignment));
            Header(headers, sections[i], names[i], contents.Length);
            contents.Write(sections[i].Data.Span);
        }

        contents.Align(8);
        var file = new ByteWriter(bigEndian);
        FileHeader(file, contents.Length, sections.Count + 1);
        file.Write(contents.Bytes[ElfFormat.HeaderSize..]);
        file.Write(headers.Bytes);
        return file.Bytes.ToArray();
    }

    private static void Header(ByteWriter headers, ElfSection section, uint name, int offset)
    {
        headers.UInt32(name);
        headers.UInt32((uint)section.Type);
        headers.UInt64((ulong)section.Flags);
        headers.UInt64(0);
        headers.UInt64((ulong)offset);
        headers.UInt64(section.Size);
        headers.UInt32(section.Link);
        headers.UInt32(section.Info);
        headers.UInt64(section.Alignment);
        headers.UInt64(section.EntrySize);
    }

    private void FileHeader(ByteWriter file, int sectionHeaders, int sectionCount)
    {
        file.Write(ElfFormat.Magic);
        file.Byte(ElfFormat.Class64);
        file.Byte(bigEndian ? ElfFormat.DataBigEndian : ElfFormat.DataLittleEndian);
        file.Byte(ElfFormat.CurrentVersion);
        file.Align(16);
        file.UInt16(ElfFormat.TypeRelocatable);
        file.UInt16((ushort)machine);
        file.UInt32(ElfFormat.CurrentVersion);
        file.UInt64(0);
        file.UInt64(0);
        file.UInt64((ulong)sectionHeaders);
        file.UInt32(0);
        file.UInt16(ElfFormat.HeaderSize);
        file.UInt16(0);
        file.UInt16(0);
        file.UInt16(ElfFormat.SectionHeaderSize);
        file.UInt16((ushort)sectionCount);
        file.UInt16((ushort)(sectionCount - 1));
    }
}
