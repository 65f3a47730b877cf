using CsBpf.Object.Elf;

namespace CsBpf.Object.Tests.Elf;

public sealed class ElfWriterTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ToBytes_SectionsSymbolsRelocations_AreReadBackTheSame(bool bigEndian)
    {
        var writer = new ElfWriter(bigEndian);
        int text = writer.AddSection("xdp", new byte[24], ElfSectionFlags.Allocate | ElfSectionFlags.Execute, alignment: 8);
        int zeros = writer.AddZeros(".bss", 1 << 20, ElfSectionFlags.Allocate | ElfSectionFlags.Write, alignment: 16);
        var global = writer.AddSymbol(new("program", text, 0, 24, ElfSymbolBinding.Global, ElfSymbolType.Function));
        var local = writer.AddSymbol(new("count", zeros, 8, 4, ElfSymbolBinding.Local, ElfSymbolType.Object, ElfSymbolVisibility.Hidden));
        var absent = writer.AddSymbol(new("bpf_kfunc", ElfSymbol.Undefined, Binding: ElfSymbolBinding.Weak));
        var file = writer.AddSymbol(new("a.bpf.cs", ElfSymbol.Absolute, Type: ElfSymbolType.File));
        ElfRelocation[] relocations = [new(0, ElfRelocationType.Bpf64To64, local), new(16, ElfRelocationType.Bpf64To32, absent)];
        writer.AddRelocation(text, relocations[0]);
        writer.AddRelocation(text, relocations[1]);
        byte[] bytes = writer.ToBytes();

        var read = ElfReader.Read(bytes);

        Assert.Equal(bigEndian, read.IsBigEndian);
        Assert.Equal(["", "xdp", ".bss", ".relxdp", ".symtab", ".strtab"], read.Sections.Select(section => section.Name));
        Assert.Equal([local, file, global, absent], read.Symbols.Skip(1));
        Assert.Equal(relocations, read.Sections[text].Relocations);
        Assert.True(read.FindSection(".bss") is { Size: 1 << 20, Data.IsEmpty: true, Alignment: 16 });
        Assert.True(bytes.Length < 2048);
        Assert.Equal(bytes, writer.ToBytes());
    }

    [Fact]
    public void ToBytes_Alignment_IsKeptInTheFile()
    {
        var writer = new ElfWriter();
        writer.AddSection("a", new byte[3]);
        writer.AddSection("b", "bytes"u8.ToArray(), alignment: 64);
        byte[] bytes = writer.ToBytes();
        Assert.Equal(0, bytes.AsSpan().IndexOf("bytes"u8) % 64);
    }

    [Fact]
    public void AddSection_TableThatTheWriterMakes_Throws() =>
        Assert.Throws<ArgumentException>(() => new ElfWriter().AddSection(".symtab", default, type: ElfSectionType.SymbolTable));

    [Fact]
    public void AddSection_NoAlignment_Throws() =>
        Assert.Throws<ArgumentException>(() => new ElfWriter().AddSection("a", default, alignment: 3));

    [Fact]
    public void ToBytes_RelocationToASymbolNeverAdded_Throws()
    {
        var writer = new ElfWriter();
        int section = writer.AddSection("a", new byte[8]);
        writer.AddRelocation(section, new(0, ElfRelocationType.Bpf64To32, new ElfSymbol("missing", 0)));
        Assert.Throws<InvalidOperationException>(writer.ToBytes);
    }

    [Fact]
    public void AddRelocation_SectionNeverAdded_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(
            () => new ElfWriter().AddRelocation(1, new(0, ElfRelocationType.Bpf64To32, new ElfSymbol("a", 0))));
}
