namespace CsBpf;

/// <summary>
/// Where the entries of an array are: in this process, in memory shared with the kernel, or in the kernel. Indices are checked by the
/// caller.
/// </summary>
internal abstract class ArrayEntries<TValue>
    where TValue : unmanaged
{
    public abstract ref TValue Reference(int index);

    public abstract bool TryGetValue(int index, out TValue value);

    public abstract bool TryUpdate(int index, TValue value);
}
