namespace CsBpf;

/// <summary>A hash table that BPF programs and user space share (Linux 3.19).</summary>
/// <typeparam name="TKey">The key: an unmanaged struct or a primitive, compared byte by byte.</typeparam>
/// <typeparam name="TValue">The value: an unmanaged struct or a primitive.</typeparam>
/// <remarks><inheritdoc cref="BpfKeyedMap{TKey, TValue}" path="/remarks/node()"/></remarks>
[MapType(BpfMapType.Hash)]
public sealed class BpfHashMap<TKey, TValue> : BpfHashTable<TKey, TValue>
    where TKey : unmanaged
    where TValue : unmanaged
{
    /// <summary>Declares the map. The arguments must be constants: they become the map's definition in the object.</summary>
    /// <param name="maxEntries">The largest number of entries, at least 1.</param>
    public BpfHashMap([MapDefinition("max_entries")] int maxEntries)
        : base(maxEntries)
    {
    }

    private protected override BpfMapType Type => BpfMapType.Hash;

    private protected override HashEntries<TKey, TValue> Simulate() => new SimulatedHash<TKey, TValue>(MaxEntries);
}
