using System.Collections.Immutable;
using CsBpf.Object.Btf;
using CsBpf.Object.BtfExt;

namespace CsBpf.Compiler.Ir;

/// <summary>Everything that becomes one object file, between the frontend and the code generator.</summary>
/// <param name="name">The class's name.</param>
/// <param name="license">The license that the kernel is told.</param>
/// <param name="types">The C# types that the object describes, as BTF.</param>
public sealed class BpfModule(string name, string license, BtfBuilder types)
{
    /// <summary>The class's name.</summary>
    public string Name { get; } = name;

    /// <summary>The license that the kernel is told.</summary>
    public string License { get; } = license;

    /// <summary>The C# types that the object describes, as BTF: of maps, globals and functions, and the kernel types that CO-RE paths start at.</summary>
    public BtfBuilder Types { get; } = types;

    /// <summary>The maps, in the order of their fields; those that hold maps behind the others.</summary>
    public List<MapDefinition> Maps { get; } = [];

    /// <summary>The global variables, in the order of their fields, and the constants that programs need in memory.</summary>
    public List<GlobalVariable> Globals { get; } = [];

    /// <summary>The programs and the functions they call.</summary>
    public List<Function> Functions { get; } = [];

    /// <summary>The C# sources by path: line information carries the text.</summary>
    public Dictionary<string, ImmutableArray<string>> Sources { get; } = [];
}

/// <summary>A map, defined in the object's <c>.maps</c> section by BTF.</summary>
/// <param name="Name">The field's name.</param>
/// <param name="Type">The kernel's number of the map type.</param>
/// <param name="KeyType">The key in <see cref="BpfModule.Types"/>.</param>
/// <param name="KeySize">The size of a key in bytes.</param>
/// <param name="ValueType">The value.</param>
/// <param name="ValueSize">The size of a value in bytes.</param>
/// <param name="Numbers">The numbers of the definition by the name of their member: <c>max_entries</c>, <c>map_flags</c>, ….</param>
public sealed record MapDefinition(
    string Name, int Type, uint KeyType, int KeySize, uint ValueType, int ValueSize, ImmutableArray<KeyValuePair<string, long>> Numbers)
{
    /// <summary>What the maps in it look like; null where it holds none.</summary>
    public MapDefinition? Inner { get; init; }

    /// <summary>What the map holds from the start: programs or maps.</summary>
    public List<MapSlot> Slots { get; } = [];

    /// <inheritdoc/>
    public bool Equals(MapDefinition? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);
}

/// <summary>What a map holds under an index from the start.</summary>
/// <param name="Index">The index.</param>
/// <param name="Content">A <see cref="Function"/> that is a program, or a <see cref="MapDefinition"/>.</param>
public sealed record MapSlot(int Index, object Content);

/// <summary>Where a global variable lives.</summary>
public enum GlobalSection
{
    /// <summary>Constant from load on: <c>.rodata</c>.</summary>
    ReadOnlyData,

    /// <summary>Initialized: <c>.data</c>.</summary>
    Data,

    /// <summary>Zero at the start: <c>.bss</c>.</summary>
    ZeroedData,

    /// <summary>Something that the kernel looks after, which is alone in its section and that user space does not see.</summary>
    Kernel,
}

/// <summary>A global variable, or a constant that a program needs in memory.</summary>
/// <param name="Name">The symbol.</param>
/// <param name="Section">Where it lives.</param>
/// <param name="Type">Its type in <see cref="BpfModule.Types"/>.</param>
/// <param name="Alignment">The alignment in bytes.</param>
/// <param name="Initial">Its bytes at the start (as many as its size).</param>
/// <param name="IsPrivate">True for a constant the compiler made (a format string): a local symbol without a BTF variable.</param>
/// <param name="IsSettable">True for <c>readonly</c> fields, which user space may set before the load: a program must not fold them.</param>
public sealed record GlobalVariable(
    string Name, GlobalSection Section, uint Type, int Alignment, ImmutableArray<byte> Initial, bool IsPrivate, bool IsSettable)
{
    /// <inheritdoc/>
    public bool Equals(GlobalVariable? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);
}

/// <summary>A kernel helper.</summary>
/// <param name="Id">The number in <c>enum bpf_func_id</c>.</param>
/// <param name="Name">The name in the kernel.</param>
/// <param name="Effects">What it does to memory that the program sees.</param>
public sealed record HelperFunction(int Id, string Name, HelperEffects Effects)
{
    /// <summary>True where two calls with the same arguments give the same in one run, and nothing else happens.</summary>
    public bool IsPure => Effects == HelperEffects.None;
}

/// <summary>What a helper does to memory that the program sees.</summary>
public enum HelperEffects
{
    /// <summary>Nothing, and it gives the same again.</summary>
    None,

    /// <summary>It reads memory through its pointer arguments and changes none of the program's own; kernel objects may change.</summary>
    ReadsArguments,

    /// <summary>It reads and writes memory through its pointer arguments.</summary>
    WritesArguments,

    /// <summary>It may also change map values and kernel objects.</summary>
    Any,

    /// <summary>It may also change the packet, and move it: where it is and how long, the context says anew.</summary>
    MovesPacket,
}

/// <summary>A kernel function, found in the kernel's BTF when the object is loaded.</summary>
/// <param name="Name">The name in the kernel.</param>
/// <param name="Prototype">Its <c>FUNC_PROTO</c> in <see cref="BpfModule.Types"/>.</param>
/// <param name="IsWeak">True where the program asks whether it is there: the object loads without it.</param>
public sealed record KernelFunction(string Name, uint Prototype, bool IsWeak);

/// <summary>A number that the loader finds in the running kernel's BTF.</summary>
/// <param name="Kind">What is asked.</param>
/// <param name="Access">About which member or type.</param>
public sealed record CoreConstant(CoreRelocationKind Kind, KernelAccess Access)
{
    /// <summary>True where each kernel has an answer: with the others a program may not get there on a kernel that lacks what is asked about.</summary>
    public bool HasAnswerEverywhere => Kind is CoreRelocationKind.FieldExists or CoreRelocationKind.EnumValueExists or CoreRelocationKind.TypeExists
        or CoreRelocationKind.TypeMatches or CoreRelocationKind.TypeSize or CoreRelocationKind.TypeIdLocal or CoreRelocationKind.TypeIdTarget;
}

/// <summary>A place in the C# source, from 1; the default is none.</summary>
/// <param name="Path">The file.</param>
/// <param name="Line">The line.</param>
/// <param name="Column">The column.</param>
public readonly record struct SourceLocation(string? Path, int Line, int Column)
{
    /// <inheritdoc/>
    public override string ToString() => Path is null ? "" : $"{Path}({Line},{Column})";
}
