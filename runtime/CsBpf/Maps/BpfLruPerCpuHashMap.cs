using CsBpf.Syscalls;

namespace CsBpf;

/// <summary>A hash table with a value for each processor that drops what was used longest ago to make room (Linux 4.10).</summary>
/// <typeparam name="TKey">The key: an unmanaged struct or a primitive, compared byte by byte.</typeparam>
/// <typeparam name="TValue">The value: an unmanaged struct or a primitive.</typeparam>
/// <remarks>
/// A program has the value of the processor that it runs on, and nobody else writes that meanwhile. User space has them all:
/// <see cref="BpfPerCpuHashTable{TKey, TValue}.TryGetValues"/>. An entry that a program makes has zeroes for the other processors.
/// </remarks>
[MapType(BpfMapType.LruPerCpuHash, Since = "4.10")]
public sealed class BpfLruPerCpuHashMap<TKey, TValue> : BpfPerCpuHashTable<TKey, TValue>
    where TKey : unmanaged
    where TValue : unmanaged
{
    /// <summary>Declares the map. The arguments must be constants: they become the map's definition in the object.</summary>
    /// <param name="maxEntries">The largest number of entries, at least 1.</param>
    public BpfLruPerCpuHashMap([MapDefinition("max_entries")] int maxEntries)
        : base(maxEntries)
    {
    }

    private protected override BpfMapType Type => BpfMapType.LruPerCpuHash;

    private protected override HashEntries<TKey, TValue> Simulate() => new SimulatedHash<TKey, TValue>(MaxEntries, Processors.Possible) { IsLeastRecentlyUsed = true };
}
