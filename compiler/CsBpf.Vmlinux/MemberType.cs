namespace CsBpf.Vmlinux;

/// <summary>What a member of a struct or union is in C#.</summary>
/// <param name="Name">The type, as it is written in C#; empty where it is a struct or union without a name.</param>
/// <param name="Form">How the member holds it.</param>
internal sealed record MemberType(string Name, MemberForm Form)
{
    /// <summary>The id of the struct or union without a name that this is, or an array of; 0 where it has a name.</summary>
    public uint Anonymous { get; init; }

    /// <summary>The number of elements where it is an array.</summary>
    public int? ArrayLength { get; init; }
}

/// <summary>How a member holds what it is.</summary>
internal enum MemberForm
{
    /// <summary>A value: an integer, an enum, a string, a pointer to what has no class.</summary>
    Value,

    /// <summary>A pointer to a struct or union.</summary>
    Reference,

    /// <summary>A struct or union in the member itself.</summary>
    Embedded,
}
