namespace CsBpf;

/// <summary>Where the elements of a queue or stack are: in this process or in the kernel.</summary>
internal abstract class SequenceElements<TValue>
    where TValue : unmanaged
{
    public abstract bool TryAdd(TValue value);

    public abstract bool TryTake(out TValue value);

    public abstract bool TryPeek(out TValue value);
}
