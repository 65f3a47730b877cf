using CsBpf.Object.Btf;
using CsBpf.Object.BtfExt;
using CsBpf.Object.Elf;
using CsBpf.Object.Instructions;

namespace CsBpf.Object.Tests;

/// <summary>Takes an object apart into instructions, types and records, and puts it together again from those alone.</summary>
internal static class ObjectRewriter
{
    public static byte[] Rewrite(ElfObject file)
    {
        var writer = new ElfWriter(file.IsBigEndian, file.Machine);
        var types = BtfTypes.Parse(file.FindSection(".BTF")!.Data);
        var typeBuilder = BtfBuilder.From(types);
        byte[] extension = BtfExtension.Parse(file.FindSection(".BTF.ext")!.Data, types).ToBytes(typeBuilder, file.IsBigEndian);

        var indices = new Dictionary<int, int> { [0] = 0, [ElfSymbol.Absolute] = ElfSymbol.Absolute };
        foreach (var section in file.Sections.Where(section => IsKept(section)))
        {
            ReadOnlyMemory<byte> data = section switch
            {
                { Name: ".BTF" } => typeBuilder.ToBytes(file.IsBigEndian),
                { Name: ".BTF.ext" } => extension,
                { Flags: var flags } when (flags & ElfSectionFlags.Execute) != 0 => Assemble(section, file.IsBigEndian),
                _ => section.Data,
            };
            indices[section.Index] = writer.AddSection(section with { Data = data });
        }

        var symbols = new Dictionary<ElfSymbol, ElfSymbol>(ReferenceEqualityComparer.Instance);
        foreach (var symbol in file.Symbols.Skip(1).Where(symbol => indices.ContainsKey(symbol.SectionIndex)))
            symbols[symbol] = writer.AddSymbol(symbol with { SectionIndex = indices[symbol.SectionIndex] });

        foreach (var section in file.Sections.Where(section => IsKept(section)))
        {
            foreach (var relocation in section.Relocations)
                writer.AddRelocation(indices[section.Index], relocation with { Symbol = symbols[relocation.Symbol] });
        }

        return writer.ToBytes();
    }

    /// <summary>Not the tables that the writer makes, and not DWARF.</summary>
    private static bool IsKept(ElfSection section) =>
        section.Type is ElfSectionType.ProgramBits or ElfSectionType.NoBits && !section.Name.StartsWith(".debug", StringComparison.Ordinal);

    private static byte[] Assemble(ElfSection section, bool bigEndian) =>
        InstructionCodec.Encode(InstructionCodec.Decode(section.Data.Span, bigEndian, section.Name).AsSpan(), bigEndian);
}
