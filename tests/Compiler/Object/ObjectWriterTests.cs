using CsBpf.Compiler.CodeGeneration;
using CsBpf.Compiler.Ir;
using CsBpf.Compiler.Object;
using CsBpf.Compiler.Tests.CodeGeneration;
using CsBpf.Object.Btf;
using CsBpf.Object.BtfExt;
using CsBpf.Object.Elf;
using CsBpf.Object.Instructions;
using CsBpf.Testing;

namespace CsBpf.Compiler.Tests.Object;

/// <summary>Objects have the shape that libbpf knows from clang.</summary>
[Collection(KernelStateCollection.Name)]
public class ObjectWriterTests
{
    private const string Text = """
        module Demo license "Dual MIT/GPL"

        map counts type 1 key #1 4 value #2 8, max_entries 16, map_flags 1
        map events type 27 key #0 0 value #0 0, max_entries 4096
        global text .rodata #1 align 1 private = "hello\x00"
        global limit .rodata #1 align 4 settable = hex "05000000"
        global start .data #2 align 8 = hex "0700000000000000"
        global calls .bss #2 align 8 = zero 8

        function First(ptr): i32 #3 program "syscall" fault 0 {
        b0:
            v0: ptr = global calls
            v1: i64 = load.u64 [v0]
            v2: i64 = const 1
            v3: i64 = add v1, v2
            store.u64 [v0], v3
            v4: i32 = call Limit()
            return v4
        }

        function Second(ptr): i32 #3 program "syscall" fault 0 {
        b0:
            v0: ptr = global start
            v1: i32 = load.u32 [v0]
            v2: ptr = global text
            v3: i32 = load.u8 [v2]
            v4: i32 = add v1, v3
            return v4
        }

        function Unused(): i32 #5 {
        b0:
            v0: i32 = const 3
            return v0
        }

        function Limit(): i32 #5 {
        b0:
            v0: ptr = global limit
            v1: i32 = load.u32 [v0]
            return v1
        }
        """;

    private static ElfObject Object { get; } = ElfReader.Read(CompiledIr.Write(Text));

    private static BtfTypes Types { get; } = BtfTypes.Parse(Object.FindSection(".BTF")!.Data);

    [RequiresBpfFact("bpftool")]
    public void Programs_OfOneSection_LoadAndRun()
    {
        using var programs = new LoadedPrograms(CompiledIr.Write(Text));

        Assert.Equal(5u, programs.Run("First", new byte[8]));
        Assert.Equal(7u + 'h', programs.Run("Second", new byte[8]));
    }

    [Fact]
    public void Write_TheSameTwice_GivesTheSameBytes() => Assert.Equal(CompiledIr.Write(Text), CompiledIr.Write(Text));

    [Fact]
    public void Sections_AreThoseOfClang() => Assert.Equal(
        [".text", "syscall", "license", ".maps", ".rodata", ".data", ".bss", ".BTF", ".BTF.ext"],
        Object.Sections.Select(section => section.Name).Where(name => name.Length > 0 && !name.StartsWith(".rel", StringComparison.Ordinal) && name is not (".symtab" or ".strtab")));

    [Theory]
    [InlineData("First", "syscall", ElfSymbolBinding.Global, ElfSymbolType.Function)]
    [InlineData("Second", "syscall", ElfSymbolBinding.Global, ElfSymbolType.Function)]
    [InlineData("Limit", ".text", ElfSymbolBinding.Local, ElfSymbolType.Function)]
    [InlineData("counts", ".maps", ElfSymbolBinding.Global, ElfSymbolType.Object)]
    [InlineData("limit", ".rodata", ElfSymbolBinding.Global, ElfSymbolType.Object)]
    [InlineData("text", ".rodata", ElfSymbolBinding.Local, ElfSymbolType.Object)]
    [InlineData("calls", ".bss", ElfSymbolBinding.Global, ElfSymbolType.Object)]
    [InlineData("_license", "license", ElfSymbolBinding.Global, ElfSymbolType.Object)]
    public void Symbols_AreBoundAsInC(string name, string section, ElfSymbolBinding binding, ElfSymbolType type)
    {
        ElfSymbol symbol = Assert.Single(Object.Symbols, symbol => symbol.Name == name);

        Assert.Equal((section, binding, type), (Object.SectionOf(symbol)!.Name, symbol.Binding, symbol.Type));
    }

    [Fact]
    public void License_IsTheModules() => Assert.Equal("Dual MIT/GPL\0"u8.ToArray(), Object.FindSection("license")!.Data.ToArray());

    [Fact]
    public void Call_OfAFunction_HoldsItsPlaceInText()
    {
        ElfSection section = Object.FindSection("syscall")!;
        ElfRelocation call = Assert.Single(section.Relocations, relocation => relocation.Type == ElfRelocationType.Bpf64To32);
        BpfInstruction instruction = InstructionCodec.Decode(section.Data.Span[(int)call.Offset..])[0];

        Assert.Equal(ElfSymbolType.Section, call.Symbol.Type);
        Assert.Equal(2, instruction.Immediate + 1);
    }

    [Fact]
    public void Maps_AreDefinedByBtf()
    {
        Assert.Equal(
            "struct (anon) { type: 1, key: int, value: long, max_entries: 16, map_flags: 1 }",
            Describe("counts"));
        Assert.Equal("struct (anon) { type: 27, max_entries: 4096 }", Describe("events"));
        Assert.Equal((uint)Object.FindSection(".maps")!.Size, SectionOf(".maps").Size);
    }

    [Fact]
    public void Variables_AreDescribed_AndConstantsOfTheCompilerAreNot()
    {
        Assert.Equal(["limit@8+4"], Variables(".rodata"));
        Assert.Equal(["start@0+8"], Variables(".data"));
        Assert.Equal(["calls@0+8"], Variables(".bss"));
    }

    [Theory]
    [InlineData("First", BtfFunctionLinkage.Global)]
    [InlineData("Limit", BtfFunctionLinkage.Static)]
    public void Functions_AreDescribed(string name, BtfFunctionLinkage linkage) =>
        Assert.Equal(linkage, ((BtfFunction)Types[Types.FindByName(name, BtfKind.Function)!.Value]).Linkage);

    [Fact]
    public void Lines_PointToTheSource_WhereItChanges()
    {
        var module = new BpfModule("Demo", "GPL", CompiledIr.Types());
        module.Sources.Add("src/Demo.bpf.cs", ["[Syscall]", "int Run(int* x) =>", "    *x + 1;"]);
        var function = new Function("Run", 3, [IrType.Pointer], IrType.I32) { Program = new ProgramInfo("syscall", 0), Location = new("src/Demo.bpf.cs", 2, 5) };
        module.Functions.Add(function);
        BasicBlock block = function.NewBlock();
        Value pointer = block.Append(function.NewValue(Opcode.Parameter, IrType.Pointer, default));
        Value loaded = block.Append(function.NewValue(Opcode.Load, IrType.I32, new("src/Demo.bpf.cs", 3, 5), [pointer], detail: new MemoryAccess(MemorySize.Word)));
        Value one = block.Append(function.NewConstant(IrType.I32, 1, default));
        Value sum = block.Append(function.NewValue(Opcode.Add, IrType.I32, new("src/Demo.bpf.cs", 3, 8), [loaded, one]));
        block.Return(sum, new("src/Demo.bpf.cs", 3, 5));

        ElfObject written = ElfReader.Read(ObjectWriter.Write(module, CodeGenerator.Generate(module, BpfIsa.V3)));
        BtfExtension extension = BtfExtension.Parse(
            written.FindSection(".BTF.ext")!.Data, BtfTypes.Parse(written.FindSection(".BTF")!.Data));

        BtfSectionInfo<BtfLineInfo> lines = Assert.Single(extension.Lines);
        Assert.Equal("syscall", lines.Section);
        Assert.Equal(
            ["0: src/Demo.bpf.cs(3,5)     *x + 1;", "8: src/Demo.bpf.cs(3,8)     *x + 1;", "16: src/Demo.bpf.cs(3,5)     *x + 1;"],
            lines.Records.Select(line => $"{line.InstructionOffset}: {line.File}({line.Line},{line.Column}) {line.Text}"));
    }

    private static BtfDataSection SectionOf(string name) => (BtfDataSection)Types[Types.FindByName(name, BtfKind.DataSection)!.Value];

    private static IEnumerable<string> Variables(string section) =>
        SectionOf(section).Entries.Select(entry => $"{Types[entry.Type].Name}@{entry.Offset}+{entry.Size}");

    private static string Describe(string map)
    {
        BtfDataSectionEntry entry = SectionOf(".maps").Entries.Single(entry => Types[entry.Type].Name == map);
        var definition = (BtfStruct)Types[((BtfVariable)Types[entry.Type]).Type];
        IEnumerable<string> members = definition.Members.Select(member => Types[((BtfPointer)Types[member.Type]).Target] switch
        {
            BtfArray array => $"{member.Name}: {array.Length}",
            var type => $"{member.Name}: {type.Name}",
        });
        return $"struct (anon) {{ {string.Join(", ", members)} }}";
    }
}
