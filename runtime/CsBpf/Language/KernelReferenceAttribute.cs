namespace CsBpf;

/// <summary>Marks the types by which a BPF program refers to kernel memory; in a program each is an address. Classes inherit it.</summary>
/// <param name="kind">What the address leads to.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
public sealed class KernelReferenceAttribute(KernelReferenceKind kind) : Attribute
{
    /// <summary>What the address leads to.</summary>
    public KernelReferenceKind Kind { get; } = kind;
}

/// <summary>What a reference to kernel memory leads to.</summary>
public enum KernelReferenceKind
{
    /// <summary>An object of a kernel type: every class derived from <see cref="KernelObject"/>.</summary>
    Object,

    /// <summary>Characters up to a zero byte.</summary>
    String,

    /// <summary>A row of elements behind a pointer; the type argument is the element, a class stands for a pointer to its kernel type.</summary>
    Pointer,

    /// <summary>A row of elements embedded in an object; the type argument is the element, a class stands for its kernel type embedded.</summary>
    Array,

    /// <summary>A row of pointers embedded in an object; the type argument is the class they point to.</summary>
    PointerArray,
}

/// <summary>On a member of a type marked <see cref="KernelReferenceAttribute"/>: how the compiler lowers it.</summary>
/// <param name="operation">The operation.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
public sealed class KernelOperationAttribute(KernelOperation operation) : Attribute
{
    /// <summary>The operation.</summary>
    public KernelOperation Operation { get; } = operation;
}

/// <summary>The operations on references to kernel memory.</summary>
public enum KernelOperation
{
    /// <summary>True where the address is NULL.</summary>
    IsNull,

    /// <summary>Indexer: the element at an index.</summary>
    Element,

    /// <summary>Operator: the address so many bytes further on.</summary>
    Offset,
}
