namespace CsBpf.Object.Elf;

/// <summary>The machine an ELF file is for.</summary>
public enum ElfMachine : ushort
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>eBPF.</summary>
    Bpf = 247,
}

/// <summary>The type of an ELF section.</summary>
public enum ElfSectionType : uint
{
    /// <summary>The empty section 0.</summary>
    Null = 0,

    /// <summary>Contents whose meaning is the program's: code, data, BTF.</summary>
    ProgramBits = 1,

    /// <summary>The symbols.</summary>
    SymbolTable = 2,

    /// <summary>Strings.</summary>
    StringTable = 3,

    /// <summary>Relocations with addends.</summary>
    RelocationsWithAddends = 4,

    /// <summary>Zeros that take no room in the file.</summary>
    NoBits = 8,

    /// <summary>Relocations.</summary>
    Relocations = 9,

    /// <summary>The symbols that other files see.</summary>
    DynamicSymbols = 11,

    /// <summary>The section indices that do not fit the symbol table.</summary>
    SymbolTableIndices = 18,
}

/// <summary>The flags of an ELF section.</summary>
[Flags]
public enum ElfSectionFlags : ulong
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Writable.</summary>
    Write = 1,

    /// <summary>Takes memory when loaded.</summary>
    Allocate = 2,

    /// <summary>Instructions.</summary>
    Execute = 4,

    /// <summary>Elements may be merged.</summary>
    Merge = 0x10,

    /// <summary>The elements are strings that end with a zero.</summary>
    Strings = 0x20,

    /// <summary><see cref="ElfSection.Info"/> is the index of a section.</summary>
    InfoLink = 0x40,

    /// <summary>The contents are compressed.</summary>
    Compressed = 0x800,
}

/// <summary>The binding of an ELF symbol.</summary>
public enum ElfSymbolBinding : byte
{
    /// <summary>Seen by its own file only.</summary>
    Local,

    /// <summary>Seen by all.</summary>
    Global,

    /// <summary>Seen by all; may be overridden, or stay undefined.</summary>
    Weak,
}

/// <summary>The type of an ELF symbol.</summary>
public enum ElfSymbolType : byte
{
    /// <summary>Not told.</summary>
    None,

    /// <summary>Data.</summary>
    Object,

    /// <summary>A function.</summary>
    Function,

    /// <summary>A section.</summary>
    Section,

    /// <summary>The name of a source file.</summary>
    File,

    /// <summary>A function that says which function to call.</summary>
    IndirectFunction = 10,
}

/// <summary>The visibility of an ELF symbol.</summary>
public enum ElfSymbolVisibility : byte
{
    /// <summary>As the binding says.</summary>
    Default,

    /// <summary>Up to the processor.</summary>
    Internal,

    /// <summary>Not seen from other objects; libbpf makes a global hidden function static.</summary>
    Hidden,

    /// <summary>Seen, but not overridden.</summary>
    Protected,
}

/// <summary>The type of a relocation of an eBPF object.</summary>
public enum ElfRelocationType : uint
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>The 64-bit immediate of a wide load.</summary>
    Bpf64To64 = 1,

    /// <summary>64 bits of data.</summary>
    BpfAbsolute64 = 2,

    /// <summary>32 bits of data.</summary>
    BpfAbsolute32 = 3,

    /// <summary>32 bits of BTF, which linkers leave alone.</summary>
    BpfNoDynamic32 = 4,

    /// <summary>The 32-bit immediate of a call.</summary>
    Bpf64To32 = 10,
}
