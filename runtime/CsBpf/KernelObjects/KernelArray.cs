namespace CsBpf;

/// <summary>An array embedded in a kernel object: of scalars, or of embedded structs where <typeparamref name="T"/> is a class.</summary>
/// <typeparam name="T">The element.</typeparam>
[KernelReference(KernelReferenceKind.Array)]
public readonly struct KernelArray<T>
{
    private readonly T[]? _elements;

    /// <summary>An array of these elements, for the simulation.</summary>
    /// <param name="elements">The elements.</param>
    public KernelArray(params T[] elements) => _elements = elements;

    /// <summary>The element at an index; <c>default</c> outside of the array.</summary>
    /// <param name="index">The index.</param>
    [KernelOperation(KernelOperation.Element)]
    public T? this[int index] => _elements is not null && (uint)index < (uint)_elements.Length ? _elements[index] : default;
}

/// <summary>An array of pointers to kernel objects (<c>T *x[n]</c>), embedded in a kernel object.</summary>
/// <typeparam name="T">What the pointers point to.</typeparam>
[KernelReference(KernelReferenceKind.PointerArray)]
public readonly struct KernelPointerArray<T>
    where T : KernelObject
{
    private readonly T?[]? _elements;

    /// <summary>An array of these references, for the simulation.</summary>
    /// <param name="elements">The references.</param>
    public KernelPointerArray(params T?[] elements) => _elements = elements;

    /// <summary>The object at an index; <see langword="null"/> outside of the array.</summary>
    /// <param name="index">The index.</param>
    [KernelOperation(KernelOperation.Element)]
    public T? this[int index] => _elements is not null && (uint)index < (uint)_elements.Length ? _elements[index] : null;
}
