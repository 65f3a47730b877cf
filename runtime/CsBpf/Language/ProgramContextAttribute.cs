namespace CsBpf;

/// <summary>The class stands for the context that the kernel hands to programs of a kind: an instance is the context's address.</summary>
/// <param name="name">The struct of the context in the kernel's user interface, for instance <c>xdp_md</c>.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ProgramContextAttribute(string name) : Attribute
{
    /// <summary>The struct's name.</summary>
    public string Name { get; } = name;
}

/// <summary>The property is a field of the context; its type is as wide as the field.</summary>
/// <param name="offset">Where the field starts in the struct, in bytes: the same on every kernel.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ContextFieldAttribute(int offset) : Attribute
{
    /// <summary>Where the field starts, in bytes.</summary>
    public int Offset { get; } = offset;

    /// <summary>The sections of the programs that have the field, with spaces between; null where all have it that are called with the context.</summary>
    public string? In { get; init; }

    /// <summary>The sections of the programs that may write it; null where all may.</summary>
    public string? WritableIn { get; init; }
}

/// <summary>
/// The property, a span of bytes, is memory whose bounds stand in the context, where the verifier takes them for addresses.
/// </summary>
/// <param name="start">Where the field of the first byte's address is in the context, in bytes.</param>
/// <param name="end">Where the field of the address behind the last byte is.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PacketRangeAttribute(int start, int end) : Attribute
{
    /// <summary>Where the field of the first byte's address is, in bytes.</summary>
    public int Start { get; } = start;

    /// <summary>Where the field of the address behind the last byte is.</summary>
    public int End { get; } = end;

    /// <summary>True where each bound is in eight bytes of the context, not four.</summary>
    public bool IsWide { get; init; }
}
