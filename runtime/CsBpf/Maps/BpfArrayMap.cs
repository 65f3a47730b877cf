namespace CsBpf;

/// <summary>
/// An array that BPF programs and user space share (Linux 3.19; with references from user space, which is how the compiler defines it,
/// 5.5). Every entry exists from the start, as zeroes.
/// </summary>
/// <typeparam name="TValue">The value: an unmanaged struct or a primitive.</typeparam>
[MapType(BpfMapType.Array, Key = typeof(uint), Flags = BpfMapFlags.Mmapable)]
public sealed class BpfArrayMap<TValue> : BpfIndexedMap<TValue>
    where TValue : unmanaged
{
    /// <summary>Declares the map. The arguments must be constants: they become the map's definition in the object.</summary>
    /// <param name="maxEntries">The number of entries, at least 1.</param>
    public BpfArrayMap([MapDefinition("max_entries")] int maxEntries)
        : base(maxEntries)
    {
    }

    private protected override BpfMapType Type => BpfMapType.Array;

    private protected override ArrayEntries<TValue> Simulate() => new SimulatedArray<TValue>(MaxEntries);

    private protected override ArrayEntries<TValue> Open(LoadedMap map) => map.Memory is { } memory
        ? new MappedArray<TValue>(memory, map)
        : new CopiedArray<TValue>(map);
}
