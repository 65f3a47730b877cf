namespace CsBpf;

/// <summary>An array in this process.</summary>
internal sealed class SimulatedArray<TValue>(int length) : ArrayEntries<TValue>(Padding.Of<TValue>())
    where TValue : unmanaged
{
    private readonly TValue[] _values = new TValue[length];

    public override ref TValue Reference(int index)
    {
        if ((uint)index >= (uint)_values.Length)
            throw new BpfFaultException($"The index {index} is outside of the array of {_values.Length} entries.");
        return ref _values[index];
    }

    public override bool TryGetValue(int index, out TValue value)
    {
        value = _values[index];
        return true;
    }

    public override bool TryUpdate(int index, TValue value)
    {
        _values[index] = value;
        return true;
    }
}
