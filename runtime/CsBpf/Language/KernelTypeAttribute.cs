namespace CsBpf;

/// <summary>Binds a class derived from <see cref="KernelObject"/> to the kernel type of this name. Without it, the class name is the type's.</summary>
/// <param name="name">The name in the kernel's BTF, without <c>struct</c> or <c>union</c>.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Enum, Inherited = false)]
public sealed class KernelTypeAttribute(string name) : Attribute
{
    /// <summary>The name in the kernel's BTF.</summary>
    public string Name { get; } = name;

    /// <summary>True where the type is a C union.</summary>
    public bool IsUnion { get; init; }
}
