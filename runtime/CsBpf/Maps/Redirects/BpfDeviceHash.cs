namespace CsBpf;

/// <summary>Network interfaces that XDP programs send packets out of (Linux 5.4), by a number: for instance their own.</summary>
[MapType(BpfMapType.DevMapHash, Key = typeof(uint), Value = typeof(uint), Since = "5.4", SinceInSleepable = "")]
public sealed class BpfDeviceHash : BpfRedirectMap
{
    /// <summary>Declares the map. The argument must be constant: it becomes the map's definition in the object.</summary>
    /// <param name="maxEntries">The largest number of entries, at least 1.</param>
    public BpfDeviceHash([MapDefinition("max_entries")] int maxEntries)
        : base(maxEntries)
    {
    }

    private protected override BpfMapType Type => BpfMapType.DevMapHash;

    /// <summary>Puts a network interface into an entry.</summary>
    /// <param name="index">The index.</param>
    /// <param name="interfaceIndex">The index of the interface.</param>
    /// <exception cref="BpfException">The kernel refused.</exception>
    public void Set(uint index, uint interfaceIndex) => SetNumber(index, interfaceIndex);

    /// <summary>Puts a network interface into an entry.</summary>
    /// <param name="index">The index.</param>
    /// <param name="interfaceName">The name of the interface.</param>
    /// <exception cref="BpfException">The kernel refused.</exception>
    public void Set(uint index, string interfaceName) => SetNumber(index, (uint)NetworkInterfaceIndex.Find(interfaceName));

    /// <summary>Sends the packet out of an interface, or of several (Linux 5.14).</summary>
    /// <param name="index">The index; of no meaning where it goes out of all.</param>
    /// <param name="flags">Of which.</param>
    /// <returns>What the program returns.</returns>
    [Helper(51, Name = "bpf_redirect_map", Since = "5.14", Programs = ProgramKinds.Xdp)]
    public XdpAction Redirect(uint index, RedirectFlags flags) => flags.HasFlag(RedirectFlags.Broadcast) ? XdpAction.Redirect : Redirect(index);

    /// <summary>The index of the interface that is in an entry.</summary>
    /// <param name="index">The entry.</param>
    /// <returns>The index; null where the entry is empty.</returns>
    public uint? GetInterface(uint index) => Get(index);
}
