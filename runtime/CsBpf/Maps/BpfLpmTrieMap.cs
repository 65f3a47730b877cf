using System.Runtime.CompilerServices;

namespace CsBpf;

/// <summary>A map whose keys are prefixes: looking up an address finds the longest prefix of it (Linux 4.11).</summary>
/// <typeparam name="TKey">
/// The key: an unmanaged struct without padding, of at most 260 bytes, that starts with a <see cref="uint"/>, the number of bits that count, and goes
/// on with the bits, the first of which is the highest of the first byte: addresses as they are in a packet.
/// </typeparam>
/// <typeparam name="TValue">The value: an unmanaged struct or a primitive.</typeparam>
/// <remarks>
/// <inheritdoc cref="BpfKeyedMap{TKey, TValue}" path="/remarks/node()"/>
/// What adds, changes and removes is about the prefix itself; what reads finds the longest that the key's bits start with and that is no longer than
/// the key says.
/// </remarks>
[MapType(BpfMapType.LpmTrie, Since = "4.11", SinceInSleepable = "", Flags = BpfMapFlags.NoPreallocation)]
public sealed class BpfLpmTrieMap<TKey, TValue> : BpfKeyedMap<TKey, TValue>
    where TKey : unmanaged
    where TValue : unmanaged
{
    /// <summary>Declares the map. The arguments must be constants: they become the map's definition in the object.</summary>
    /// <param name="maxEntries">The largest number of prefixes, at least 1.</param>
    /// <exception cref="ArgumentException">A key has no room for a prefix, or too much.</exception>
    public BpfLpmTrieMap([MapDefinition("max_entries")] int maxEntries)
        : base(maxEntries)
    {
        if (Unsafe.SizeOf<TKey>() is not (> sizeof(uint) and <= SimulatedTrie<TKey, TValue>.LargestKey))
            throw new ArgumentException($"A key has 5 to {SimulatedTrie<TKey, TValue>.LargestKey} bytes, the first 4 of which say how many bits count.");
    }

    private protected override BpfMapType Type => BpfMapType.LpmTrie;

    private protected override HashEntries<TKey, TValue> Simulate() => new SimulatedTrie<TKey, TValue>(MaxEntries);
}
