using System.Collections.Immutable;
using CsBpf.Object.Btf;
using CsBpf.Object.BtfExt;
using CsBpf.Object.Elf;
using CsBpf.Testing;

namespace CsBpf.Object.Tests.BtfExt;

public sealed class BtfExtensionTests
{
    [RequiresToolTheory("clang-19")]
    [MemberData(nameof(CompiledFixture.Targets), MemberType = typeof(CompiledFixture))]
    public void Parse_CompiledObject_HasItsFunctionsLinesAndRelocations(string cpu, bool bigEndian)
    {
        var file = ElfReader.Read(CompiledFixture.Compile("loadable.c", cpu, bigEndian).Bytes);
        var types = BtfTypes.Parse(file.FindSection(".BTF")!.Data);
        var extension = BtfExtension.Parse(file.FindSection(".BTF.ext")!.Data, types);

        Assert.Equal(
            file.Symbols.Where(symbol => symbol.Type == ElfSymbolType.Function)
                .Select(symbol => (file.SectionOf(symbol)!.Name, symbol.Value, symbol.Name)).Order(),
            Flatten(extension.Functions)
                .Select(pair => (pair.Section, (ulong)pair.Record.InstructionOffset, types.NameOf(pair.Record.TypeId))).Order());

        string[] source = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Fixtures", "loadable.c"));
        Assert.All(extension.Lines.SelectMany(section => section.Records).Where(line => line.Line != 0), line =>
        {
            Assert.EndsWith("loadable.c", line.File, StringComparison.Ordinal);
            Assert.Equal(source[line.Line - 1], line.Text);
            Assert.InRange(line.Column, 0u, (uint)line.Text.Length);
        });

        var relocations = Assert.Single(extension.CoreRelocations);
        Assert.Equal("raw_tp/sys_enter", relocations.Section);
        Assert.All(relocations.Records, relocation => Assert.Equal("task_struct", types.NameOf(relocation.TypeId)));
        Assert.Equal(["0:1", "0:0"], relocations.Records.Select(relocation => relocation.Access));
        Assert.All(relocations.Records, relocation => Assert.Equal(CoreRelocationKind.FieldByteOffset, relocation.Kind));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ToBytes_Records_AreReadBackTheSame(bool bigEndian)
    {
        var builder = new BtfBuilder();
        uint type = builder.Add(new BtfStruct("s", 4, []));
        var written = new BtfExtension(
            [new("xdp", [new(0, type), new(64, type)]), new("tc", [new(0, type)])],
            [new("xdp", [new(0, "a.bpf.cs", "  int x = 1;", 12, 3)])],
            [new("xdp", [.. Enum.GetValues<CoreRelocationKind>().Select(kind => new CoreRelocation((uint)kind * 8, type, "0:1", kind))])]);

        byte[] bytes = written.ToBytes(builder, bigEndian);
        var read = BtfExtension.Parse(bytes, BtfTypes.Parse(builder.ToBytes(bigEndian)));

        Assert.Equal(Flatten(written.Functions), Flatten(read.Functions));
        Assert.Equal(Flatten(written.Lines), Flatten(read.Lines));
        Assert.Equal(Flatten(written.CoreRelocations), Flatten(read.CoreRelocations));
    }

    [Fact]
    public void ToBytes_LineAndColumnTooLarge_AreTheLargestThatFit()
    {
        var builder = new BtfBuilder();
        byte[] bytes = new BtfExtension([], [new("xdp", [new(0, "f", "t", 1 << 23, 5000)])], []).ToBytes(builder);
        var line = BtfExtension.Parse(bytes, builder.Build()).Lines[0].Records[0];
        Assert.Equal(((1u << 22) - 1, 1023u), (line.Line, line.Column));
    }

    [Fact]
    public void ToBytes_NoRecords_IsReadBackEmpty()
    {
        var read = BtfExtension.Parse(BtfExtension.Empty.ToBytes(new BtfBuilder()), BtfTypes.Empty);
        Assert.True(read.Functions.IsEmpty && read.Lines.IsEmpty && read.CoreRelocations.IsEmpty);
    }

    private static IEnumerable<(string Section, T Record)> Flatten<T>(ImmutableArray<BtfSectionInfo<T>> sections) =>
        sections.SelectMany(info => info.Records, (info, record) => (info.Section, record));
}
