namespace CsBpf;

/// <summary>
/// What programs of traffic control, and of cgroups for packets, are called with: a packet and what the kernel knows about it
/// (<c>struct __sk_buff</c>).
/// </summary>
/// <param name="packet">On the CLR: the packet, which the program changes in place.</param>
[ProgramContext("__sk_buff")]
public sealed class SocketBuffer(byte[] packet)
{
    /// <summary>
    /// The packet, as far as it lies in the buffer's linear part; the headers do. It starts with its Ethernet header in traffic control, with its
    /// IP header in a cgroup. At positions that are not constant the first 60 KB can be reached.
    /// </summary>
    [PacketRange(start: 76, end: 80)]
    public Span<byte> Packet => packet;

    /// <summary>The length of the whole packet, in bytes.</summary>
    [ContextField(0)]
    public uint Length { get; init; } = (uint)packet.Length;

    /// <summary>The mark of the packet, which routing rules, nftables and sockets see.</summary>
    [ContextField(8)]
    public uint Mark { get; set; }

    /// <summary>The queue of the interface that the packet goes to.</summary>
    [ContextField(12)]
    public uint QueueMapping { get; set; }

    /// <summary>The EtherType, in network byte order.</summary>
    [ContextField(16)]
    public uint Protocol { get; init; }

    /// <summary>1 where <see cref="VlanTag"/> is one.</summary>
    [ContextField(20)]
    public uint VlanPresent { get; init; }

    /// <summary>The VLAN tag that the interface took out of the packet.</summary>
    [ContextField(24)]
    public uint VlanTag { get; init; }

    /// <summary>The priority, as queueing disciplines see it.</summary>
    [ContextField(32)]
    public uint Priority { get; set; }

    /// <summary>The index of the interface that the packet came in by; 0 for one that was made here.</summary>
    [ContextField(36)]
    public uint IngressInterface { get; init; }

    /// <summary>The index of the interface that the program is attached to.</summary>
    [ContextField(40)]
    public uint Interface { get; init; }

    /// <summary>The hash of the flow, where the kernel has one; else 0.</summary>
    [ContextField(68)]
    public uint Hash { get; init; }
}
