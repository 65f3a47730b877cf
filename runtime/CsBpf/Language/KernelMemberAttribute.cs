namespace CsBpf;

/// <summary>
/// Binds a property of a kernel class to a member under another name, or to a path of members (<c>kn.id</c>): each step is a
/// member of the type that the step before leads to, through a pointer or an embedded struct. Without it, the property's name is the member's.
/// </summary>
/// <param name="path">Member names in the kernel's BTF, separated by dots; empty for the object itself under another type.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class KernelMemberAttribute(string path) : Attribute
{
    /// <summary>The member names, separated by dots.</summary>
    public string Path { get; } = path;
}

/// <summary>The member is a bitfield of this many bits.</summary>
/// <param name="bits">The width in bits, 1 to 64.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class BitfieldAttribute(int bits) : Attribute
{
    /// <summary>The width in bits.</summary>
    public int Bits { get; } = bits;
}

/// <summary>The member is an embedded array of this many elements (a <see cref="KernelString"/> with it is a <c>char[n]</c>, without it a <c>char *</c>).</summary>
/// <param name="length">The number of elements; 0 for a flexible array.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ArrayLengthAttribute(int length) : Attribute
{
    /// <summary>The number of elements.</summary>
    public int Length { get; } = length;
}

/// <summary>The member is a struct or union embedded in its parent (reading it gives an interior reference), not a pointer to one.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class EmbeddedAttribute : Attribute;
