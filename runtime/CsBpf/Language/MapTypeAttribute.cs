namespace CsBpf;

/// <summary>
/// On a map class: the kernel's map type. The constructor's parameters carry the definition (<see cref="MapDefinitionAttribute"/>).
/// </summary>
/// <param name="type">The kernel's map type.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class MapTypeAttribute(BpfMapType type) : Attribute
{
    /// <summary>The kernel's map type.</summary>
    public BpfMapType Type { get; } = type;

    /// <summary>The class of the key where it is no type parameter named <c>TKey</c> (an array's index).</summary>
    public Type? Key { get; init; }

    /// <summary>The class of what the kernel takes for a value where the class has no type parameter <c>TValue</c>: a descriptor's number.</summary>
    public Type? Value { get; init; }

    /// <summary>The first kernel that has the type, for instance <c>4.10</c>; null for those that every kernel has that runs our programs.</summary>
    public string? Since { get; init; }

    /// <summary>
    /// The first kernel that lets programs use the type that may sleep (<c>[Syscall]</c>), where that is a later one; empty where none does.
    /// </summary>
    public string? SinceInSleepable { get; init; }

    /// <summary>Flags that every map of the class has, besides those of its own definition: part of <c>map_flags</c>.</summary>
    public BpfMapFlags Flags { get; init; }
}

/// <summary>On a parameter of a map's constructor: the member of the BTF map definition that its constant argument becomes.</summary>
/// <param name="member">The member of the definition: <c>max_entries</c>, <c>map_flags</c>, <c>pinning</c>, ….</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class MapDefinitionAttribute(string member) : Attribute
{
    /// <summary>The member of the definition.</summary>
    public string Member { get; } = member;
}

/// <summary>On a member of a map class: how the compiler lowers it.</summary>
/// <param name="operation">The operation.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
public sealed class MapOperationAttribute(MapOperation operation) : Attribute
{
    /// <summary>The operation.</summary>
    public MapOperation Operation { get; } = operation;
}

/// <summary>The operations that a map has on the kernel's side.</summary>
public enum MapOperation
{
    /// <summary>Parameter: key. A reference to the value in its slot; faults where there is none.</summary>
    Reference,

    /// <summary>
    /// Parameter: key. A reference to the value in its slot, made with zeroes where there is none; faults where the map is full.
    /// </summary>
    GetOrAdd,

    /// <summary>
    /// Indexer, parameter: key. Get copies the value and faults where there is none; set writes the slot, adding it if needed, and faults
    /// where the map is full.
    /// </summary>
    Value,

    /// <summary>Parameters: key, out value. True and a copy where there is a slot; false and default where not.</summary>
    TryGetValue,

    /// <summary>Parameter: key. True where there is a slot.</summary>
    ContainsKey,

    /// <summary>Parameters: key, value. False where there is a slot already, or where the map is full.</summary>
    TryAdd,

    /// <summary>Parameters: key, value. False where there is no slot.</summary>
    TryUpdate,

    /// <summary>Parameter: key. False where there is no slot.</summary>
    Remove,

    /// <summary>Parameters: context, slot. Hands over to the program in the slot; null where there is none.</summary>
    TailCall,

    /// <summary>
    /// Indexer, parameter: key. Get gives the map under it, and faults where there is none; set is what the map holds from the start, which the
    /// class's constructor says.
    /// </summary>
    Inner,

    /// <summary>Parameters: key, out inner map. False where there is none.</summary>
    TryGetInner,

    /// <summary>Indexer: what the map holds from the start, which the class's constructor says.</summary>
    Slot,
}
