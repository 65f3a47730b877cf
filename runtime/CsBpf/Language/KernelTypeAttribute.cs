namespace CsBpf;

/// <summary>
/// Binds a class derived from <see cref="KernelObject"/> to the kernel type of this name. Without it, the class name is the type's. On a struct: the
/// kernel looks after fields of the type in the values of maps, and finds them by its name; nobody else reads or writes them.
/// </summary>
/// <param name="name">
/// The name in the kernel's BTF, without <c>struct</c> or <c>union</c>. Empty on a nested class: the type has no name in C (<c>struct { … } member;</c>)
/// and is reached through the member of its parent alone, so an access to it is relocated from the parent.
/// </param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum, Inherited = false)]
public sealed class KernelTypeAttribute(string name) : Attribute
{
    /// <summary>The name in the kernel's BTF.</summary>
    public string Name { get; } = name;

    /// <summary>
    /// What sets this description of the type apart from others, for types that changed over time: CO-RE searches for the type by its name alone, and
    /// reads the members that this class has. In BTF it stands behind three underscores (<c>task_struct___old</c>). Null for the type as it is today.
    /// </summary>
    public string? Flavor { get; init; }

    /// <summary>True where the type is a C union.</summary>
    public bool IsUnion { get; init; }

    /// <summary>
    /// True where the name is that of a typedef and the type behind it has none (<c>typedef struct { … } atomic_t</c>): the class stands for the typedef,
    /// and so must the type that CO-RE searches for.
    /// </summary>
    public bool IsTypedef { get; init; }
}
