using CsBpf.Object.Btf;

namespace CsBpf;

/// <summary>A map as its object describes it. What has a setter can be changed until the object is loaded.</summary>
public sealed class MapSpec
{
    internal MapSpec(string name, BpfMapType type)
    {
        Name = name;
        Type = type;
    }

    /// <summary>The name: of the variable that declares the map, or of the section that holds the variables (<c>.data</c>).</summary>
    public string Name { get; }

    /// <summary>The type.</summary>
    public BpfMapType Type { get; set; }

    /// <summary>The size of a key, in bytes.</summary>
    public uint KeySize { get; set; }

    /// <summary>The size of a value, in bytes.</summary>
    public uint ValueSize { get; set; }

    /// <summary>The largest number of entries; of a ring buffer, its size in bytes.</summary>
    public uint MaxEntries { get; set; }

    /// <summary>The flags.</summary>
    public BpfMapFlags Flags { get; set; }

    /// <summary>The NUMA node that the map's memory is on; null for any.</summary>
    public uint? NumaNode { get; set; }

    /// <summary>What some types take besides: the number of hash functions of a bloom filter, the address of an arena.</summary>
    public ulong Extra { get; set; }

    /// <summary>
    /// True where the map is pinned under its name in <see cref="BpfLoadOptions.PinDirectory"/>, and taken from there when it is pinned
    /// already.
    /// </summary>
    public bool IsPinnedByName { get; set; }

    /// <summary>
    /// Whether loading the object makes the map. False where its section's name starts with <c>?</c> (struct_ops). A program that gets to
    /// where it uses a map that was not made is refused.
    /// </summary>
    public bool AutoCreate { get; set; } = true;

    /// <summary>What the maps in this map look like; null where it holds none.</summary>
    public MapSpec? InnerMap { get; set; }

    /// <summary>True where the map is a section of global variables.</summary>
    public bool IsData => Section is not DataSectionKind.None;

    /// <summary>The global variables in the section, in the order of their places; none where <see cref="IsData"/> is false.</summary>
    public IReadOnlyList<GlobalSpec> Variables { get; internal init; } = [];

    /// <summary>The bytes that the section or arena starts with, to be changed before the object is loaded; empty for other maps.</summary>
    public Memory<byte> Contents => Data;

    /// <summary>The name that the kernel is told.</summary>
    internal string KernelName { get; init; } = "";

    internal DataSectionKind Section { get; init; }

    internal byte[] Data { get; set; } = [];

    /// <summary>The values of the kernel's configuration that the section is filled with at load.</summary>
    internal IReadOnlyList<ConfigurationVariable> Configuration { get; init; } = [];

    /// <summary>The BTF id of the key; 0 where the definition has only a size.</summary>
    internal uint KeyTypeId { get; set; }

    /// <summary>The BTF id of the value; of a section, that of its <see cref="BtfDataSection"/>.</summary>
    internal uint ValueTypeId { get; set; }

    /// <summary>Where the slots are in the variable that declares the map, in bytes.</summary>
    internal uint SlotsOffset { get; set; }

    /// <summary>What is put into a map of maps or of programs when it is made, by index.</summary>
    internal List<MapSlot> Slots { get; } = [];

    /// <summary>The struct of functions that the map holds; null for other maps.</summary>
    internal StructOpsSpec? StructOps { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Type} {Name}";
}

/// <summary>What a map of maps or of programs holds under an index from the start: one of the two.</summary>
internal readonly record struct MapSlot(uint Index, MapSpec? Map, FunctionSpec? Function);

/// <summary>What kind of section of global variables a map is.</summary>
internal enum DataSectionKind
{
    /// <summary>None: the map is declared as a map.</summary>
    None,

    /// <summary><c>.data</c>: variables with an initial value.</summary>
    Data,

    /// <summary><c>.bss</c>: variables that start as zeroes.</summary>
    Zeroed,

    /// <summary><c>.rodata</c>: what programs can only read.</summary>
    ReadOnly,

    /// <summary><c>.kconfig</c>: the running kernel's configuration, filled in at load.</summary>
    KernelConfiguration,
}
