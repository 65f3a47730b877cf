using System.Collections.Immutable;

namespace CsBpf.Object.Elf;

/// <summary>A relocatable ELF file.</summary>
/// <param name="Machine">The machine it is for.</param>
/// <param name="IsBigEndian">Whether its numbers are big-endian.</param>
/// <param name="Sections">The sections; the first is empty.</param>
/// <param name="Symbols">The symbols; the first is empty.</param>
public sealed record ElfObject(
    ElfMachine Machine, bool IsBigEndian, ImmutableArray<ElfSection> Sections, ImmutableArray<ElfSymbol> Symbols)
{
    /// <summary>The first section of that name, or null.</summary>
    public ElfSection? FindSection(string name) => Sections.FirstOrDefault(section => section.Index != 0 && section.Name == name);

    /// <summary>The section a symbol is in; null when it is in none.</summary>
    public ElfSection? SectionOf(ElfSymbol symbol) => symbol.SectionIndex > 0 ? Sections[symbol.SectionIndex] : null;
}
