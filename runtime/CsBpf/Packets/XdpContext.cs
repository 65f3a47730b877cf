namespace CsBpf;

/// <summary>What an XDP program is called with: a packet, and where it came in (<c>struct xdp_md</c>).</summary>
/// <param name="packet">On the CLR: the packet, which the program changes in place.</param>
[ProgramContext("xdp_md")]
public sealed class XdpContext(byte[] packet)
{
    /// <summary>
    /// The packet, from its Ethernet header on; of one in several buffers what is in the first. At positions that are not constant the first
    /// 60 KB can be reached.
    /// </summary>
    [PacketRange(start: 0, end: 4)]
    public Span<byte> Packet => packet;

    /// <summary>The index of the interface that the packet came in by (Linux 4.16).</summary>
    [ContextField(12)]
    public uint IngressInterface { get; init; }

    /// <summary>The receive queue that the packet came in by (Linux 4.16).</summary>
    [ContextField(16)]
    public uint ReceiveQueue { get; init; }
}
