namespace CsBpf;

/// <summary>An array of maps (Linux 4.12), all of one definition.</summary>
/// <typeparam name="TInner">The class of the maps in it.</typeparam>
/// <example><code>
/// private readonly BpfArrayOfMaps&lt;BpfHashMap&lt;uint, long&gt;&gt; _tables = new(maxEntries: 2, new(maxEntries: 1024));
/// private readonly BpfHashMap&lt;uint, long&gt; _first = new(maxEntries: 1024);
///
/// public Tables() => _tables[0] = _first;
///
/// [Xdp]
/// XdpAction Run(XdpContext context)
/// {
///     if (_tables.TryGetValue(0, out var table))
///         table.GetOrAdd(context.IngressInterface)++;
///     return XdpAction.Pass;
/// }
/// </code></example>
[MapType(BpfMapType.ArrayOfMaps, Key = typeof(uint))]
public sealed class BpfArrayOfMaps<TInner> : BpfMapOfMaps<int, TInner>
    where TInner : BpfMap
{
    /// <summary>Declares the map. The arguments must be constants: they become the map's definition in the object.</summary>
    /// <param name="maxEntries">The number of entries, at least 1.</param>
    /// <param name="inner">What the maps in it look like: <c>new(…)</c>, as they would be declared.</param>
    public BpfArrayOfMaps([MapDefinition("max_entries")] int maxEntries, [MapDefinition("values")] TInner inner)
        : base(maxEntries, inner)
    {
    }

    private protected override BpfMapType Type => BpfMapType.ArrayOfMaps;

    private protected override int KeySize => sizeof(uint);

    private protected override bool HasRoom(int key) => (uint)key < (uint)MaxEntries;
}
