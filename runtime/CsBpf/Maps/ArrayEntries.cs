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
}
