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
        using var readelf = JsonDocument.Parse(Command.Output("llvm-readelf-19", "-S", "-s", "-r", "--elf-output-style=JSON", fixture.Path));
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

    private static IEnumerable<JsonElement> Elements(JsonElement parent, string name) =>
        parent.GetProperty(name).EnumerateArray().Select(wrapper => wrapper.EnumerateObject().Single().Value);

    private static string DescribeSection(JsonElement section) => string.Join(' ',
        Value(section, "Index"), Name(section), Value(section.GetProperty("Type"), "Value"), Value(section.GetProperty("Flags"), "Value"),
        Value(section, "Size"), Value(section, "Link"), Value(section, "Info"), Value(section, "AddressAlignment"), Value(section, "EntrySize"));

    private static string Describe(ElfSection section) => string.Join(' ',
        section.Index, section.Name, (uint)section.Type, (ulong)section.Flags,
        section.Size, section.Link, section.Info, section.Alignment, section.EntrySize);

    private static string DescribeSymbol(JsonElement symbol) => string.Join(' ',
        Name(symbol), Value(symbol, "Value"), Value(symbol, "Size"), Value(symbol.GetProperty("Binding"), "Value"),
        Value(symbol.GetProperty("Type"), "Value"), Value(symbol.GetProperty("Other"), "Value"), Value(symbol.GetProperty("Section"), "Value"));

    private static string Describe(ElfObject file, ElfSymbol symbol) => string.Join(' ',
        NameOf(file, symbol), symbol.Value, symbol.Size, (int)symbol.Binding, (int)symbol.Type, (int)symbol.Visibility,
        symbol.SectionIndex == ElfSymbol.Absolute ? 0xfff1 : symbol.SectionIndex);

    private static string DescribeRelocation(JsonElement relocation) => string.Join(' ',
        Value(relocation, "Offset"), Value(relocation.GetProperty("Type"), "Value"), Value(relocation.GetProperty("Symbol"), "Name"));

    private static string Describe(ElfObject file, ElfRelocation relocation) =>
        string.Join(' ', relocation.Offset, (uint)relocation.Type, NameOf(file, relocation.Symbol));

    /// <summary>Readelf calls a section's symbol by the section's name.</summary>
    private static string NameOf(ElfObject file, ElfSymbol symbol) =>
        symbol.Type == ElfSymbolType.Section ? file.SectionOf(symbol)!.Name : symbol.Name;

    private static string Name(JsonElement element) => element.GetProperty("Name").GetProperty("Name").GetString()!;

    private static string Value(JsonElement element, string name) => element.GetProperty(name).ToString();
}
