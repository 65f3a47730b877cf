using System.Runtime.InteropServices;

namespace CsBpf;

/// <summary>What an XDP program is called with: a packet, and where it came in (<c>struct xdp_md</c>).</summary>
/// <param name="packet">On the CLR: the packet, which the program changes in place.</param>
[ProgramContext("xdp_md")]
public sealed class XdpContext(byte[] packet)
{
    private const int HeaderLength = 14;

    // As in a page of 4 KB: of 256 bytes before a packet the kernel takes 40 for itself, and 320 behind it.
    private const int RoomBefore = 216;
    private const int RoomForPacket = 3520;

    private int _start;

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

    /// <summary>
    /// Moves the start of the packet (Linux 4.10): forward to take headers away, back to make room for others, in which there is anything.
    /// Take <see cref="Packet"/> again afterwards.
    /// </summary>
    /// <param name="distance">How many bytes: less than 0 to make room.</param>
    /// <returns>False where there is no room, or less than an Ethernet header would be left; the packet stays as it is.</returns>
    [Helper(44, Name = "bpf_xdp_adjust_head", Since = "4.10", ZeroIsTrue = true, MovesPacket = true)]
    public bool AdjustHead(int distance)
    {
        if (distance > packet.Length - HeaderLength || (long)_start + distance < -RoomBefore)
            return false;
        packet = distance >= 0 ? packet[distance..] : [.. new byte[-distance], .. packet];
        _start += distance;
        return true;
    }

    /// <summary>
    /// Moves the end of the packet (Linux 4.18): back to cut it, forward to make it longer by zeroes (Linux 5.8). Take <see cref="Packet"/> again
    /// afterwards.
    /// </summary>
    /// <param name="distance">How many bytes: less than 0 to cut.</param>
    /// <returns>False where there is no room, or less than an Ethernet header would be left; the packet stays as it is.</returns>
    [Helper(65, Name = "bpf_xdp_adjust_tail", Since = "4.18", ZeroIsTrue = true, MovesPacket = true)]
    public bool AdjustTail(int distance)
    {
        long length = (long)packet.Length + distance;
        if (length < HeaderLength || _start + length > RoomForPacket)
            return false;
        Array.Resize(ref packet, packet.Length + distance);
        return true;
    }

    /// <summary>Reads bytes of the packet, also those behind its first buffer (Linux 5.18).</summary>
    /// <param name="offset">Where they are.</param>
    /// <param name="bytes">The bytes; all zeroes where the method fails.</param>
    /// <typeparam name="T">The type of the memory.</typeparam>
    /// <returns>False where the packet is shorter.</returns>
    [Helper(189, Name = "bpf_xdp_load_bytes", Since = "5.18", HasSize = true, ZeroIsTrue = true)]
    public bool TryRead<T>(uint offset, out T bytes)
        where T : unmanaged =>
        MemoryMarshal.TryRead(offset < packet.Length ? packet.AsSpan((int)offset) : default, out bytes);

    /// <summary>Writes bytes of the packet, also those behind its first buffer (Linux 5.18).</summary>
    /// <param name="offset">Where they go.</param>
    /// <param name="bytes">The bytes.</param>
    /// <typeparam name="T">The type of the memory.</typeparam>
    /// <returns>False where the packet is shorter.</returns>
    [Helper(190, Name = "bpf_xdp_store_bytes", Since = "5.18", HasSize = true, ZeroIsTrue = true)]
    public bool TryWrite<T>(uint offset, in T bytes)
        where T : unmanaged =>
        MemoryMarshal.TryWrite(offset < packet.Length ? packet.AsSpan((int)offset) : default, in bytes);

    /// <summary>The length of the whole packet in all of its buffers (Linux 5.18).</summary>
    [Helper(188, Name = "bpf_xdp_get_buff_len", Since = "5.18")]
    public ulong GetLength() => (ulong)packet.Length;

    /// <summary>
    /// Sends the packet out by another interface, when the program returns what this returns: <c>return XdpContext.Redirect(interface);</c>. In a
    /// simulation the interface is in <see cref="BpfSimulation.Redirects"/>.
    /// </summary>
    /// <param name="networkInterface">The index of the interface.</param>
    [Helper(23, Name = "bpf_redirect", Since = "4.14", HasFlags = true)]
    public static XdpAction Redirect(uint networkInterface)
    {
        BpfSimulation.Current?.Redirect(networkInterface);
        return XdpAction.Redirect;
    }
}
