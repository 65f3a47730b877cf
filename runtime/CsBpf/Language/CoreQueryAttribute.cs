namespace CsBpf;

/// <summary>On a method: the question about the kernel that the compiler turns a call into.</summary>
/// <param name="query">The question.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CoreQueryAttribute(CoreQuery query) : Attribute
{
    /// <summary>The question.</summary>
    public CoreQuery Query { get; } = query;
}

/// <summary>What can be asked about the running kernel.</summary>
public enum CoreQuery
{
    /// <summary>Whether a member of a type, or a value of an enum, is there.</summary>
    Exists,

    /// <summary>How many bytes a member has.</summary>
    MemberSize,

    /// <summary>Where in its object a member is.</summary>
    MemberOffset,

    /// <summary>Whether a member has a sign.</summary>
    MemberIsSigned,

    /// <summary>Whether a type is there.</summary>
    TypeExists,

    /// <summary>Whether a type has the members that its class has, of the same types.</summary>
    TypeMatches,

    /// <summary>How many bytes a type has.</summary>
    TypeSize,

    /// <summary>The kernel's number of a type.</summary>
    TypeId,

    /// <summary>The number of a type in the BTF of the object.</summary>
    LocalTypeId,

    /// <summary>The kernel's number for a value of an enum.</summary>
    EnumValue,

    /// <summary>Whether a kernel function is there.</summary>
    KfuncExists,

    /// <summary>Whether a helper is there.</summary>
    HelperExists,
}
