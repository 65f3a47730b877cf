namespace CsBpf;

/// <summary>
/// A pointer in kernel memory to a row of elements: to scalars, where <typeparamref name="T"/> is a value type; to pointers to kernel objects
/// (<c>T **</c>), where it is a class. The kernel does not say how long the row is: reads outside give <c>default</c> or what lies there.
/// </summary>
/// <typeparam name="T">The element.</typeparam>
[KernelReference(KernelReferenceKind.Pointer)]
public readonly struct KernelPointer<T>
{
    private readonly T[]? _elements;

    /// <summary>A pointer to these elements, for the simulation.</summary>
    /// <param name="elements">The elements.</param>
    public KernelPointer(params T[] elements) => _elements = elements;

    /// <summary>True where the pointer is NULL.</summary>
    [KernelOperation(KernelOperation.IsNull)]
    public bool IsNull => _elements is null;

    /// <summary>The element at an index, in elements.</summary>
    /// <param name="index">The index.</param>
    [KernelOperation(KernelOperation.Element)]
    public T? this[long index] => _elements is not null && (ulong)index < (ulong)_elements.Length ? _elements[index] : default;
}
