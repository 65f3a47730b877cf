namespace CsBpf;

/// <summary>Processors that XDP programs hand packets to (Linux 4.15), which bring them to the network stack; by their numbers.</summary>
[MapType(BpfMapType.CpuMap, Key = typeof(uint), Value = typeof(uint), Since = "4.15", SinceInSleepable = "")]
public sealed class BpfProcessorMap : BpfRedirectMap
{
    /// <summary>Declares the map. The argument must be constant: it becomes the map's definition in the object.</summary>
    /// <param name="maxEntries">The number of entries: that of the processors.</param>
    public BpfProcessorMap([MapDefinition("max_entries")] int maxEntries)
        : base(maxEntries)
    {
    }

    private protected override BpfMapType Type => BpfMapType.CpuMap;

    /// <summary>Lets a processor take packets.</summary>
    /// <param name="index">The index.</param>
    /// <param name="queueSize">How many wait for it at most.</param>
    /// <exception cref="BpfException">The kernel refused.</exception>
    public void Set(uint index, uint queueSize) => SetNumber(index, queueSize);

    /// <summary>How many packets wait for a processor at most.</summary>
    /// <param name="index">The processor.</param>
    /// <returns>The number; null where it takes none.</returns>
    public uint? GetQueueSize(uint index) => Get(index);
}
