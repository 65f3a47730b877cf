using System.Buffers.Binary;
using System.Text.Json;
using CsBpf.Object.Elf;
using CsBpf.Testing;

namespace CsBpf.Object.Tests.Elf;

public sealed class ElfReaderTests
{
    [RequiresToolTheory("clang-19", "llvm-readelf-19")]
    [MemberData(nameof(CompiledFixture.Targets), MemberType = typeof(CompiledFixture))]
    public void Read_CompiledObject_IsWhatReadelfSees(string cpu, bool bigEndian)
    {
        var fixture = CompiledFixture.Compile("loadable.c", cpu, bigEndian);
        var file = ElfReader.Read(fixture.Bytes);

        Assert.Equal(ElfMachine.Bpf, file.Machine);
        Assert.Equal(bigEndian, file.IsBigEndian);
        string output = Command.Output("llvm-readelf-19", "-S", "-s", "-r", "--elf-output-style=JSON", fixture.Path);
        using var readelf = JsonDocument.Parse(output);
        var summary = readelf.RootElement[0];
        Assert.Equal(Elements(summary, "Sections").Select(DescribeSection), file.Sections.Select(Describe));
        Assert.Equal(Elements(summary, "Symbols").Select(DescribeSymbol), file.Symbols.Select(symbol => Describe(file, symbol)));
        Assert.Equal(
            summary.GetProperty("Relocations").EnumerateArray().SelectMany(table => Elements(table, "Relocs")).Select(DescribeRelocation),
            file.Sections
                .Where(section => section.Type == ElfSectionType.Relocations)
                .SelectMany(table => file.Sections[(int)table.Info].Relocations)
                .Select(relocation => Describe(file, relocation)));
    }

    [Fact]
    public void Read_CountsThatDoNotFitTheirFields_AreInTheFirstSectionHeader()
    {
        byte[] bytes = SampleObject.Create(bigEndian: false);
        var expected = ElfReader.Read(bytes);
        var first = bytes.AsSpan((int)BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(40)));
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(60), 0);
        BinaryPrimitives.WriteUInt64LittleEndian(first[32..], (ulong)expected.Sections.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(62), 0xffff);
        BinaryPrimitives.WriteUInt32LittleEndian(first[40..], (uint)expected.Sections.Length - 1);

        var read = ElfReader.Read(bytes);

        Assert.Equal(expected.Sections.Select(section => section.Name), read.Sections.Select(section => section.Name));
        Assert.Equal(expected.Symbols.AsEnumerable(), read.Symbols);
    }

    [Fact]
    public void Read_SectionIndexThatDoesNotFitTheSymbol_IsInTheTableOfIndices()
    {
        var writer = new ElfWriter();
        int text = writer.AddSection("xdp", new byte[8]);
        int indices = writer.AddSection(".symtab_shndx", new byte[] { 0, 0, 0, 0, (byte)text, 0, 0, 0 });
        writer.AddSymbol(new("program", text, 0, 8, ElfSymbolBinding.Global, ElfSymbolType.Function));
        byte[] bytes = writer.ToBytes();
        int headers = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(40));
        var symbols = ElfReader.Read(bytes).FindSection(".symtab")!;
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(headers + (indices * 64) + 4), (uint)ElfSectionType.SymbolTableIndices);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(headers + (indices * 64) + 40), symbols.Index);
        int table = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(headers + (symbols.Index * 64) + 24));
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(table + 24 + 6), 0xffff);

        Assert.Equal(text, ElfReader.Read(bytes).Symbols[1].SectionIndex);
    }

    private static IEnumerable<JsonElement> Elements(JsonElement parent, string name) =>
        parent.GetProperty(name).EnumerateArray().Select(wrapper => wrapper.EnumerateObject().Single().Value);

    private static string DescribeSection(JsonElement section) => string.Join(' ',
        Value(section, "Index"), Name(section), ValueOf(section, "Type"), ValueOf(section, "Flags"), Value(section, "Size"),
        Value(section, "Link"), Value(section, "Info"), Value(section, "AddressAlignment"), Value(section, "EntrySize"));

    private static string Describe(ElfSection section) => string.Join(' ',
        section.Index, section.Name, (uint)section.Type, (ulong)section.Flags,
        section.Size, section.Link, section.Info, section.Alignment, section.EntrySize);

    private static string DescribeSymbol(JsonElement symbol) => string.Join(' ',
        Name(symbol), Value(symbol, "Value"), Value(symbol, "Size"), ValueOf(symbol, "Binding"),
        ValueOf(symbol, "Type"), ValueOf(symbol, "Other"), ValueOf(symbol, "Section"));

    private static string Describe(ElfObject file, ElfSymbol symbol) => string.Join(' ',
        NameOf(file, symbol), symbol.Value, symbol.Size, (int)symbol.Binding, (int)symbol.Type, (int)symbol.Visibility,
        symbol.SectionIndex == ElfSymbol.Absolute ? 0xfff1 : symbol.SectionIndex);

    private static string DescribeRelocation(JsonElement relocation) => string.Join(' ',
        Value(relocation, "Offset"), ValueOf(relocation, "Type"), Value(relocation.GetProperty("Symbol"), "Name"));

    private static string Describe(ElfObject file, ElfRelocation relocation) =>
        string.Join(' ', relocation.Offset, (uint)relocation.Type, NameOf(file, relocation.Symbol));

    /// <summary>Readelf calls a section's symbol by the section's name.</summary>
    private static string NameOf(ElfObject file, ElfSymbol symbol) =>
        symbol.Type == ElfSymbolType.Section ? file.SectionOf(symbol)!.Name : symbol.Name;

    private static string Name(JsonElement element) => element.GetProperty("Name").GetProperty("Name").GetString()!;

    private static string Value(JsonElement element, string name) => element.GetProperty(name).ToString();

    /// <summary>The number of a property that readelf gives with its name.</summary>
    private static string ValueOf(JsonElement element, string name) => Value(element.GetProperty(name), "Value");
}
