namespace CsBpf;

/// <summary>
/// Where the entries of an array are: in this process, in memory shared with the kernel, or in the kernel. Indices are checked by the
/// caller.
/// </summary>
/// <param name="values">The padding of values, which is zero in all that are passed to it.</param>
internal abstract class ArrayEntries<TValue>(Padding values)
    where TValue : unmanaged
{
    public Padding ValuePadding { get; } = values;

    public abstract ref TValue Reference(int index);

    public abstract bool TryGetValue(int index, out TValue value);

    public abstract bool TryUpdate(int index, TValue value);

    /// <summary>Copies the values of all processors; the one value of a map that has no more.</summary>
    public abstract void GetValues(int index, Span<TValue> values);

    /// <summary>Writes the values of all processors.</summary>
    public abstract void SetValues(int index, ReadOnlySpan<TValue> values);
}
