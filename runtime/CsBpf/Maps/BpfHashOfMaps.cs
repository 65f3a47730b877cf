using System.Runtime.CompilerServices;

namespace CsBpf;

/// <summary>A hash table of maps (Linux 4.12), all of one definition.</summary>
/// <typeparam name="TKey">The key: an unmanaged struct or a primitive.</typeparam>
/// <typeparam name="TInner">The class of the maps in it.</typeparam>
[MapType(BpfMapType.HashOfMaps)]
public sealed class BpfHashOfMaps<TKey, TInner> : BpfMapOfMaps<TKey, TInner>
    where TKey : unmanaged
    where TInner : BpfMap
{
    /// <summary>Declares the map. The arguments must be constants: they become the map's definition in the object.</summary>
    /// <param name="maxEntries">The largest number of entries, at least 1.</param>
    /// <param name="inner">What the maps in it look like: <c>new(…)</c>, as they would be declared.</param>
    public BpfHashOfMaps([MapDefinition("max_entries")] int maxEntries, [MapDefinition("values")] TInner inner)
        : base(maxEntries, inner)
    {
    }

    private protected override BpfMapType Type => BpfMapType.HashOfMaps;

    private protected override int KeySize => Unsafe.SizeOf<TKey>();
}
