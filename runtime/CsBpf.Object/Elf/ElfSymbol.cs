namespace CsBpf.Object.Elf;

/// <summary>A symbol of an ELF file.</summary>
/// <param name="Name">The name; empty for section symbols.</param>
/// <param name="SectionIndex">The section it is in, or <see cref="Undefined"/>, <see cref="Absolute"/>, <see cref="Common"/>.</param>
/// <param name="Value">Its place in the section, in bytes; of an absolute symbol, its value.</param>
/// <param name="Size">Its size in bytes, 0 when not told.</param>
/// <param name="Binding">Who sees it.</param>
/// <param name="Type">What it is.</param>
/// <param name="Visibility">Further limits on who sees it.</param>
public sealed record ElfSymbol(
    string Name,
    int SectionIndex,
    ulong Value = 0,
    ulong Size = 0,
    ElfSymbolBinding Binding = ElfSymbolBinding.Local,
    ElfSymbolType Type = ElfSymbolType.None,
    ElfSymbolVisibility Visibility = ElfSymbolVisibility.Default)
{
    /// <summary>The section index of a symbol that another file defines.</summary>
    public const int Undefined = 0;

    /// <summary>The section index of a symbol whose value is no address.</summary>
    public const int Absolute = -1;

    /// <summary>The section index of a symbol that the linker gives a place.</summary>
    public const int Common = -2;

    /// <summary>Whether another file defines the symbol.</summary>
    public bool IsUndefined => SectionIndex == Undefined;
}

/// <summary>A relocation: a place that takes the address of a symbol.</summary>
/// <param name="Offset">The place, in bytes from the start of the section.</param>
/// <param name="Type">What is at the place.</param>
/// <param name="Symbol">The symbol.</param>
/// <param name="Addend">What is added to the symbol's address; 0 when the place itself holds the addend, as in eBPF objects.</param>
public readonly record struct ElfRelocation(ulong Offset, ElfRelocationType Type, ElfSymbol Symbol, long Addend = 0);
