using System.Runtime.InteropServices;

namespace CsBpf;

/// <summary>Where XDP programs send packets: interfaces, processors, sockets. User space says what is in an entry.</summary>
/// <example><code>
/// private readonly BpfDeviceMap _ports = new(maxEntries: 64);
///
/// [Xdp]
/// XdpAction Run(XdpContext context) => _ports.Redirect(context.IngressInterface, XdpAction.Pass);
/// </code></example>
public abstract class BpfRedirectMap : BpfMap
{
    private readonly Dictionary<uint, uint> _simulated = [];

    private protected BpfRedirectMap(int maxEntries)
        : base(maxEntries)
    {
    }

    private protected override int KeySize => sizeof(uint);

    private protected override int ValueSize => sizeof(uint);

    /// <summary>Sends the packet where an entry says, once the program returns the result.</summary>
    /// <param name="index">The entry.</param>
    /// <param name="otherwise">What becomes of the packet where the entry is empty (Linux 5.3); not <see cref="XdpAction.Redirect"/>.</param>
    /// <returns>What the program returns.</returns>
    [Helper(51, Name = "bpf_redirect_map", Since = "4.14", Programs = ProgramKinds.Xdp)]
    public XdpAction Redirect(uint index, XdpAction otherwise = XdpAction.Aborted) =>
        otherwise is < XdpAction.Aborted or > XdpAction.Transmit ? XdpAction.Aborted
        : Get(index) is not null ? XdpAction.Redirect
        : otherwise;

    /// <summary>Empties an entry.</summary>
    /// <param name="index">The entry.</param>
    /// <returns>False where it was empty.</returns>
    public bool Remove(uint index) => Loaded is null ? _simulated.Remove(index) : MapSlots.Remove(Loaded, index);

    private protected uint? Get(uint index) =>
        Loaded is not null ? MapSlots.GetId(Loaded, index) is uint and not 0 and var number ? number : null
        : _simulated.TryGetValue(index, out uint simulated) ? simulated
        : null;

    private protected void SetNumber(uint index, uint number)
    {
        if (Loaded is null)
            _simulated[index] = number;
        else
            Loaded.Set(MemoryMarshal.AsBytes(new ReadOnlySpan<uint>(in index)), MemoryMarshal.AsBytes(new ReadOnlySpan<uint>(in number)));
    }

    private protected void SetObject(uint index, SafeHandle handle)
    {
        ArgumentNullException.ThrowIfNull(handle);
        SetNumber(index, (uint)handle.DangerousGetHandle());
        GC.KeepAlive(handle);
    }

    private protected override void UseKernel(LoadedMap map)
    {
    }
}
