namespace CsBpf;

/// <summary>The method is a kernel helper: a call to it becomes <c>call id</c>. Arguments are passed in order in r1 to r5.</summary>
/// <param name="id">The number in <c>enum bpf_func_id</c>.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
public sealed class HelperAttribute(int id) : Attribute
{
    /// <summary>The number in <c>enum bpf_func_id</c>.</summary>
    public int Id { get; } = id;

    /// <summary>The name in the kernel, for instance <c>bpf_ktime_get_ns</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The first kernel that has it, for instance <c>4.1</c>.</summary>
    public required string Since { get; init; }

    /// <summary>The first kernel that has it in programs that may sleep (<c>[Syscall]</c>), where that is a later one.</summary>
    public string? SinceInSleepable { get; init; }

    /// <summary>True where the helper changes nothing a program can see and gives the same answer when called twice in one run.</summary>
    public bool IsPure { get; init; }

    /// <summary>
    /// True where the kernel takes, behind the address of each argument that is passed by reference, the size of its memory; also that of the memory
    /// which the method returns.
    /// </summary>
    public bool HasSize { get; init; }

    /// <summary>True where the kernel takes flags behind the method's arguments: none is set.</summary>
    public bool HasFlags { get; init; }

    /// <summary>The kinds of programs that may call it, as their sections begin, with spaces between them; null for all.</summary>
    public string? Programs { get; init; }

    /// <summary>True where the kernel takes the program's context before the arguments: only the program itself has that.</summary>
    public bool TakesContext { get; init; }

    /// <summary>What the kernel takes for flags before the method's arguments, behind the map; 0 where it takes none there.</summary>
    public uint LeadingFlags { get; init; }

    /// <summary>True where the helper returns 0 for success, which the method returns as <see langword="true"/>.</summary>
    public bool ZeroIsTrue { get; init; }

    /// <summary>True where the packet may be elsewhere afterwards, and of another length: spans of it that were taken before are no longer good.</summary>
    public bool MovesPacket { get; init; }

    /// <summary>True where a negative result, an error, is a fault of the program.</summary>
    public bool ErrorIsFault { get; init; }
}

/// <summary>The method is a kernel function (kfunc): a call to it becomes a call to an extern that is found in the kernel's BTF at load.</summary>
/// <param name="name">The function's name in the kernel.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class KfuncAttribute(string name) : Attribute
{
    /// <summary>The function's name in the kernel.</summary>
    public string Name { get; } = name;

    /// <summary>The first kernel that has it, for instance <c>6.6</c>.</summary>
    public required string Since { get; init; }
}
