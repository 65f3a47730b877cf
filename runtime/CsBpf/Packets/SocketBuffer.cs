using System.Runtime.InteropServices;

namespace CsBpf;

/// <summary>
/// What programs of traffic control, and of cgroups for packets, are called with: a packet and what the kernel knows about it
/// (<c>struct __sk_buff</c>).
/// </summary>
/// <param name="packet">On the CLR: the packet, which the program changes in place.</param>
[ProgramContext("__sk_buff")]
public sealed class SocketBuffer(byte[] packet)
{
    private const int ShortestPacket = 14;

    private uint? _length;

    /// <summary>
    /// The packet, as far as it lies in the buffer's linear part; the headers do. It starts with its Ethernet header in traffic control, with its
    /// IP header in a cgroup and in a route. Programs of cgroups, and of what routes take in and send out, can only read it. At positions that are not constant the first 60 KB can be reached.
    /// </summary>
    [PacketRange(start: 76, end: 80)]
    public Span<byte> Packet => packet;

    /// <summary>The length of the whole packet, in bytes.</summary>
    [ContextField(0)]
    public uint Length
    {
        get => _length ?? (uint)packet.Length;
        init => _length = value;
    }

    /// <summary>The mark of the packet, which routing rules, nftables and sockets see.</summary>
    [ContextField(8)]
    public uint Mark { get; set; }

    /// <summary>The queue of the interface that the packet goes to.</summary>
    [ContextField(12, WritableIn = "tc netkit/primary netkit/peer")]
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

    /// <summary>Copies bytes of the packet, wherever they are (Linux 4.5).</summary>
    /// <param name="offset">Where they start.</param>
    /// <param name="value">The bytes, as they lie in the packet; all zeroes where the packet is too short.</param>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <returns>False where the packet is too short.</returns>
    [Helper(26, Name = "bpf_skb_load_bytes", Since = "4.5", HasSize = true, ZeroIsTrue = true)]
    public bool TryRead<T>(uint offset, out T value)
        where T : unmanaged =>
        MemoryMarshal.TryRead(From(offset), out value);

    /// <summary>
    /// Changes bytes of the packet, wherever they are, in a copy where others look at it, too (Linux 4.1, in traffic control). Its checksums stay as
    /// they are. Take <see cref="Packet"/> again afterwards.
    /// </summary>
    /// <param name="offset">Where they start.</param>
    /// <param name="value">The bytes.</param>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <returns>False where the packet is too short.</returns>
    [Helper(9, Name = "bpf_skb_store_bytes", Since = "4.1", HasSize = true, HasFlags = true, ZeroIsTrue = true, MovesPacket = true, Programs = ProgramKinds.PacketChanges)]
    public bool TryWrite<T>(uint offset, in T value)
        where T : unmanaged =>
        MemoryMarshal.TryWrite(From(offset), in value);

    /// <summary>
    /// Corrects the checksum of an IP header where a number in the header has been changed (Linux 4.1, in traffic control). Take <see cref="Packet"/>
    /// again afterwards.
    /// </summary>
    /// <param name="offset">Where the checksum is.</param>
    /// <param name="from">The number as it was, read as it lies in the packet.</param>
    /// <param name="to">The number as it is now.</param>
    /// <param name="size">How many bytes the number has: 2 or 4.</param>
    /// <returns>False where the packet is too short, or for another size.</returns>
    [Helper(10, Name = "bpf_l3_csum_replace", Since = "4.1", ZeroIsTrue = true, MovesPacket = true, Programs = ProgramKinds.TrafficControl)]
    public bool ReplaceIpChecksum(uint offset, ulong from, ulong to, ulong size)
    {
        Span<byte> bytes = From(offset);
        if (bytes.Length < sizeof(ushort) || offset > ushort.MaxValue || size is not (2 or 4))
            return false;
        uint sum = (uint)(ushort)~MemoryMarshal.Read<ushort>(bytes) + Fold(~from, size) + Fold(to, size);
        ushort checksum = (ushort)~Fold(sum, sizeof(uint));
        MemoryMarshal.Write(bytes, in checksum);
        return true;
    }

    /// <summary>
    /// Makes the packet's first bytes ones that <see cref="Packet"/> shows (Linux 4.9, in traffic control). Take it again afterwards.
    /// </summary>
    /// <param name="length">How many; 0 for all that can be.</param>
    /// <returns>False where the packet is shorter.</returns>
    [Helper(39, Name = "bpf_skb_pull_data", Since = "4.9", ZeroIsTrue = true, MovesPacket = true, Programs = ProgramKinds.PacketChanges + " lwt_in lwt_out lwt_seg6local")]
    public bool PullData(uint length) => length <= packet.Length;

    /// <summary>Makes the packet shorter, or longer by zeroes (Linux 4.9, in traffic control). Take <see cref="Packet"/> again afterwards.</summary>
    /// <param name="length">The length that it is to have.</param>
    /// <returns>False where it can't have that.</returns>
    [Helper(38, Name = "bpf_skb_change_tail", Since = "4.9", HasFlags = true, ZeroIsTrue = true, MovesPacket = true, Programs = ProgramKinds.PacketChanges)]
    public bool ChangeLength(uint length)
    {
        if (length is < ShortestPacket or > ushort.MaxValue)
            return false;
        Array.Resize(ref packet, (int)length);
        _length = null;
        return true;
    }

    /// <summary>
    /// Sends the packet out by another interface, when the program returns what this returns: <c>return SocketBuffer.Redirect(interface);</c>
    /// (Linux 4.4). In a simulation the interface is in <see cref="BpfSimulation.Redirects"/>.
    /// </summary>
    /// <param name="networkInterface">The index of the interface.</param>
    [Helper(23, Name = "bpf_redirect", Since = "4.4", HasFlags = true, Programs = ProgramKinds.TrafficControl)]
    public static TcAction Redirect(uint networkInterface)
    {
        BpfSimulation.Current?.Redirect(networkInterface);
        return TcAction.Redirect;
    }

    /// <summary>Sends a copy of the packet out by another interface (Linux 4.2). Take <see cref="Packet"/> again afterwards.</summary>
    /// <param name="networkInterface">The index of the interface.</param>
    /// <returns>False where there is no such interface, or no memory.</returns>
    [Helper(13, Name = "bpf_clone_redirect", Since = "4.2", HasFlags = true, ZeroIsTrue = true, MovesPacket = true, Programs = ProgramKinds.TrafficControl)]
    public bool CloneRedirect(uint networkInterface)
    {
        BpfSimulation.Current?.Redirect(networkInterface);
        return true;
    }

    private Span<byte> From(uint offset) => offset < packet.Length ? packet.AsSpan((int)offset) : default;

    private static uint Fold(ulong number, ulong size)
    {
        uint sum = size == sizeof(ushort) ? (ushort)number : (uint)(ushort)number + (ushort)(number >> 16);
        while (sum > ushort.MaxValue)
            sum = (ushort)sum + (sum >> 16);
        return sum;
    }
}
