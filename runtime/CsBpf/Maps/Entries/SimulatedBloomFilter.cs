namespace CsBpf;

/// <summary>A bloom filter in this process, which is never wrong.</summary>
internal sealed class SimulatedBloomFilter<TValue> : BloomFilterValues<TValue>
    where TValue : unmanaged
{
    private readonly HashSet<TValue> _values = new(ByteComparer<TValue>.Instance);
    private readonly Padding _padding = Padding.Of<TValue>();

    public override bool Add(TValue value)
    {
        _padding.Clear(ref value);
        _values.Add(value);
        return true;
    }

    public override bool MayContain(TValue value)
    {
        _padding.Clear(ref value);
        return _values.Contains(value);
    }
}
