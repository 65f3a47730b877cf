namespace CsBpf;

/// <summary>A hash table that drops what was used longest ago to make room (Linux 4.10).</summary>
/// <typeparam name="TKey">The key: an unmanaged struct or a primitive, compared byte by byte.</typeparam>
/// <typeparam name="TValue">The value: an unmanaged struct or a primitive.</typeparam>
/// <remarks>
/// The kernel finds out roughly what was used, and keeps lists of free entries for each processor: a small map drops entries before it is full.
/// On the CLR it is exact.
/// </remarks>
[MapType(BpfMapType.LruHash, Since = "4.10")]
public sealed class BpfLruHashMap<TKey, TValue> : BpfHashTable<TKey, TValue>
    where TKey : unmanaged
    where TValue : unmanaged
{
    /// <summary>Declares the map. The arguments must be constants: they become the map's definition in the object.</summary>
    /// <param name="maxEntries">The largest number of entries, at least 1.</param>
    public BpfLruHashMap([MapDefinition("max_entries")] int maxEntries)
        : base(maxEntries)
    {
    }

    private protected override BpfMapType Type => BpfMapType.LruHash;

    private protected override HashEntries<TKey, TValue> Simulate() => new SimulatedHash<TKey, TValue>(MaxEntries) { IsLeastRecentlyUsed = true };
}
