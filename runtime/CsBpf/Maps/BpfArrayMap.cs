namespace CsBpf;

/// <summary>An array that BPF programs and user space share (Linux 3.19). Every entry exists from the start, as zeroes.</summary>
/// <typeparam name="TValue">The value: an unmanaged struct or a primitive.</typeparam>
[MapType(BpfMapType.Array, Key = typeof(uint))]
public sealed class BpfArrayMap<TValue> : BpfMap
    where TValue : unmanaged
{
    private readonly TValue[] _values;

    /// <summary>Declares the map. The arguments must be constants: they become the map's definition in the object.</summary>
    /// <param name="maxEntries">The number of entries, at least 1.</param>
    public BpfArrayMap([MapDefinition("max_entries")] int maxEntries)
        : base(maxEntries) => _values = new TValue[maxEntries];

    /// <summary>A reference to an entry. Takes the fault exit where the index is out of range.</summary>
    /// <param name="index">The index, from 0.</param>
    [MapOperation(MapOperation.Reference)]
    public ref TValue this[int index]
    {
        get
        {
            if ((uint)index >= (uint)_values.Length)
                throw new BpfFaultException($"The index {index} is outside of the array of {_values.Length} entries.");
            return ref _values[index];
        }
    }

    /// <summary>Copies an entry.</summary>
    /// <param name="index">The index, from 0.</param>
    /// <param name="value">The value; <c>default</c> where the index is out of range.</param>
    /// <returns>False where the index is out of range.</returns>
    [MapOperation(MapOperation.TryGetValue)]
    public bool TryGetValue(int index, out TValue value)
    {
        bool found = (uint)index < (uint)_values.Length;
        value = found ? _values[index] : default;
        return found;
    }
}
