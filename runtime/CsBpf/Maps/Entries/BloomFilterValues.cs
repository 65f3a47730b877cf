namespace CsBpf;

/// <summary>Where the values of a bloom filter are: in this process or in the kernel.</summary>
internal abstract class BloomFilterValues<TValue>
    where TValue : unmanaged
{
    public abstract bool Add(TValue value);

    public abstract bool MayContain(TValue value);
}
