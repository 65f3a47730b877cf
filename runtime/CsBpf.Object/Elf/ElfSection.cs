using System.Collections.Immutable;

namespace CsBpf.Object.Elf;

/// <summary>A section of an ELF file.</summary>
public sealed record ElfSection
{
    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The index in <see cref="ElfObject.Sections"/>.</summary>
    public required int Index { get; init; }

    /// <summary>The type.</summary>
    public required ElfSectionType Type { get; init; }

    /// <summary>The flags.</summary>
    public ElfSectionFlags Flags { get; init; }

    /// <summary>The contents; empty for <see cref="ElfSectionType.NoBits"/>.</summary>
    public ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>The size in bytes, also of a section without contents in the file.</summary>
    public required ulong Size { get; init; }

    /// <summary>The alignment in bytes; 0 and 1 ask for none.</summary>
    public ulong Alignment { get; init; } = 1;

    /// <summary>The size of an element in bytes, 0 when the section is no table.</summary>
    public ulong EntrySize { get; init; }

    /// <summary>The index of a section that belongs to this one; its meaning depends on the type.</summary>
    public uint Link { get; init; }

    /// <summary>More; its meaning depends on the type.</summary>
    public uint Info { get; init; }

    /// <summary>The relocations that apply to this section, in the order of the file.</summary>
    public ImmutableArray<ElfRelocation> Relocations { get; init; } = [];
}
