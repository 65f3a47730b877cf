namespace CsBpf;

/// <summary>An array in this process.</summary>
/// <param name="length">The number of entries.</param>
/// <param name="processors">The number of processors that have values of their own.</param>
internal sealed class SimulatedArray<TValue>(int length, int processors = 1) : ArrayEntries<TValue>(Padding.Of<TValue>())
    where TValue : unmanaged
{
    private readonly TValue[][] _values = [.. Enumerable.Range(0, processors).Select(_ => new TValue[length])];

    private TValue[] Values => _values[_values.Length == 1 ? 0 : SimulatedProcessor.Current % _values.Length];

    public override ref TValue Reference(int index)
    {
        if ((uint)index >= (uint)length)
            throw new BpfFaultException($"The index {index} is outside of the array of {length} entries.");
        return ref Values[index];
    }

    public override bool TryGetValue(int index, out TValue value)
    {
        value = Values[index];
        return true;
    }

    public override bool TryUpdate(int index, TValue value)
    {
        Values[index] = value;
        return true;
    }

    public override void GetValues(int index, Span<TValue> values)
    {
        for (int processor = 0; processor < _values.Length; processor++)
            values[processor] = _values[processor][index];
    }

    public override void SetValues(int index, ReadOnlySpan<TValue> values)
    {
        for (int processor = 0; processor < _values.Length; processor++)
            _values[processor][index] = values[processor];
    }
}
