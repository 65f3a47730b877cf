using CsBpf.Object.Btf;
using CsBpf.Object.BtfExt;
using CsBpf.Object.Elf;
using CsBpf.Object.Instructions;

namespace CsBpf.Object.Tests;

/// <summary>A small object with everything that an object can have, made without a compiler.</summary>
internal static class SampleObject
{
    public static byte[] Create(bool bigEndian)
    {
        var types = new BtfBuilder();
        uint program = AddEveryKind(types);
        var extension = new BtfExtension(
            [new("xdp", [new(0, program)])],
            [new("xdp", [new(0, "a.bpf.cs", "return 2;", 7, 9), new(16, "a.bpf.cs", "}", 8, 5)])],
            [new("xdp", [new(0, program, "0:1", CoreRelocationKind.FieldByteOffset)])]).ToBytes(types, bigEndian);
        byte[] code = InstructionCodec.Encode(
        [
            BpfInstruction.LoadImmediate64(BpfRegister.R1, 0),
            BpfInstruction.Mov(BpfRegister.R0, 2),
            BpfInstruction.Exit(),
        ], bigEndian);

        var writer = new ElfWriter(bigEndian);
        int xdp = writer.AddSection("xdp", code, ElfSectionFlags.Allocate | ElfSectionFlags.Execute, alignment: 8);
        int bss = writer.AddZeros(".bss", 16, ElfSectionFlags.Allocate | ElfSectionFlags.Write, alignment: 8);
        writer.AddSection(".BTF", types.ToBytes(bigEndian), alignment: 4);
        writer.AddSection(".BTF.ext", extension, alignment: 4);
        writer.AddSymbol(new("program", xdp, 0, (ulong)code.Length, ElfSymbolBinding.Global, ElfSymbolType.Function));
        var count = writer.AddSymbol(new("count", bss, 8, 8, ElfSymbolBinding.Global, ElfSymbolType.Object));
        writer.AddRelocation(xdp, new(0, ElfRelocationType.Bpf64To64, count));
        return writer.ToBytes();
    }

    /// <summary>Reads all that there is to read of an object.</summary>
    public static void ReadWhole(ReadOnlyMemory<byte> bytes)
    {
        var file = ElfReader.Read(bytes);
        foreach (var section in file.Sections.Where(section => (section.Flags & ElfSectionFlags.Execute) != 0))
            InstructionCodec.Decode(section.Data.Span, file.IsBigEndian, section.Name);

        if (file.FindSection(".BTF") is { } btf)
        {
            var types = ReadTypes(btf.Data);
            if (file.FindSection(".BTF.ext") is { } extension)
                BtfExtension.Parse(extension.Data, types);
        }
    }

    /// <summary>Reads all types, and does with them all that can be done.</summary>
    public static BtfTypes ReadTypes(ReadOnlyMemory<byte> bytes)
    {
        var types = BtfTypes.Parse(bytes);
        BtfPrinter.Print(types);
        BtfDeduplicator.Deduplicate(types).Types.ToBytes();
        Assert.Empty(types.IdsByName("absent"));
        for (uint id = 0; id < types.Count; id++)
        {
            try
            {
                types.SizeOf(id);
            }
            catch (ObjectFormatException)
            {
                // Most types have no size.
            }
        }

        return types;
    }

    private static uint AddEveryKind(BtfBuilder types)
    {
        uint node = types.Reserve();
        uint pointer = types.Add(new BtfPointer(node));
        uint number = types.Add(new BtfInt("int", 4, BtfIntEncoding.Signed));
        uint array = types.Add(new BtfArray(number, number, 3));
        uint union = types.Add(new BtfUnion("", 8, [new("a", number, 0), new("b", types.Add(new BtfFloat("double", 8)), 0)]));
        BtfMember[] members = [new("next", pointer, 0), new("", union, 64), new("bits", number, 128, 5), new("c", array, 160)];
        types.Set(node, new BtfStruct("node", 40, [.. members]));
        types.Add(new BtfEnum("small", 4, false, false, [new("ONE", 1)]));
        types.Add(new BtfEnum("large", 8, true, true, [new("MINUS", -1)]));
        types.Add(new BtfForward("declared", IsUnion: false));
        types.Add(new BtfTypedef("node_t", types.Add(new BtfConst(types.Add(new BtfVolatile(types.Add(new BtfRestrict(pointer))))))));
        types.Add(new BtfDeclTag("tag", node, 0));
        types.Add(new BtfPointer(types.Add(new BtfTypeTag("rcu", node))));
        uint variable = types.Add(new BtfVariable("count", number, BtfVariableLinkage.Global));
        types.Add(new BtfDataSection(".bss", 16, [new(variable, 8, 8)]));
        uint prototype = types.Add(new BtfFunctionPrototype(number, [new("context", pointer)]));
        return types.Add(new BtfFunction("program", prototype, BtfFunctionLinkage.Global));
    }
}
