namespace CsBpf;

/// <summary>What a program that follows TCP connections is called with (<c>struct bpf_sock_ops</c>).</summary>
[ProgramContext("bpf_sock_ops")]
public sealed class SocketOperationContext
{
    private uint _argument0;

    /// <summary>What happens, or what the kernel asks.</summary>
    [ContextField(0)]
    public SocketOperation Operation { get; init; }

    /// <summary>The first argument, as <see cref="SocketOperation"/> says.</summary>
    [ContextField(4)]
    public uint Argument0
    {
        get => _argument0;
        init => _argument0 = value;
    }

    /// <summary>The second argument.</summary>
    [ContextField(8)]
    public uint Argument1 { get; init; }

    /// <summary>The third argument.</summary>
    [ContextField(12)]
    public uint Argument2 { get; init; }

    /// <summary>The fourth argument.</summary>
    [ContextField(16)]
    public uint Argument3 { get; init; }

    /// <summary>The answer, in the place of the first argument.</summary>
    [ContextField(4)]
    public int Reply
    {
        get => (int)Argument0;
        set => _argument0 = (uint)value;
    }

    /// <summary>The address family: 2 for IPv4, 10 for IPv6.</summary>
    [ContextField(20)]
    public uint Family { get; init; }

    /// <summary>The IPv4 address of the other side, in network byte order.</summary>
    [ContextField(24)]
    public uint RemoteAddress4 { get; init; }

    /// <summary>The own IPv4 address, in network byte order.</summary>
    [ContextField(28)]
    public uint LocalAddress4 { get; init; }

    /// <summary>The bytes 0 to 3 of the IPv6 address of the other side, in network byte order.</summary>
    [ContextField(32)]
    public uint RemoteAddress6Part0 { get; init; }

    /// <summary>The bytes 4 to 7 of the IPv6 address of the other side, in network byte order.</summary>
    [ContextField(36)]
    public uint RemoteAddress6Part1 { get; init; }

    /// <summary>The bytes 8 to 11 of the IPv6 address of the other side, in network byte order.</summary>
    [ContextField(40)]
    public uint RemoteAddress6Part2 { get; init; }

    /// <summary>The bytes 12 to 15 of the IPv6 address of the other side, in network byte order.</summary>
    [ContextField(44)]
    public uint RemoteAddress6Part3 { get; init; }

    /// <summary>The bytes 0 to 3 of the IPv6 address of this side, in network byte order.</summary>
    [ContextField(48)]
    public uint LocalAddress6Part0 { get; init; }

    /// <summary>The bytes 4 to 7 of the IPv6 address of this side, in network byte order.</summary>
    [ContextField(52)]
    public uint LocalAddress6Part1 { get; init; }

    /// <summary>The bytes 8 to 11 of the IPv6 address of this side, in network byte order.</summary>
    [ContextField(56)]
    public uint LocalAddress6Part2 { get; init; }

    /// <summary>The bytes 12 to 15 of the IPv6 address of this side, in network byte order.</summary>
    [ContextField(60)]
    public uint LocalAddress6Part3 { get; init; }

    /// <summary>The port of the other side, in network byte order: in the upper 16 bits of a little-endian machine.</summary>
    [ContextField(64)]
    public uint RemotePort { get; init; }

    /// <summary>The own port, in the byte order of the machine.</summary>
    [ContextField(68)]
    public uint LocalPort { get; init; }

    /// <summary>1 where the figures of the connection are known; elsewhere they are 0.</summary>
    [ContextField(72)]
    public uint IsFullSocket { get; init; }

    /// <summary>The congestion window, in packets.</summary>
    [ContextField(76)]
    public uint CongestionWindow { get; init; }

    /// <summary>The smoothed round-trip time: eighths of microseconds.</summary>
    [ContextField(80)]
    public uint SmoothedRoundTripTime { get; init; }

    /// <summary>What the program is called for (Linux 4.16).</summary>
    [ContextField(84)]
    public SocketCallbacks Callbacks { get; private set; }

    /// <summary>The state of the connection: 1 for established (Linux 4.16).</summary>
    [ContextField(88)]
    public uint State { get; init; }

    /// <summary>The smallest round-trip time of late, in microseconds (Linux 4.16).</summary>
    [ContextField(92)]
    public uint SmallestRoundTripTime { get; init; }

    /// <summary>The threshold of slow start, in packets (Linux 4.16).</summary>
    [ContextField(96)]
    public uint SlowStartThreshold { get; init; }

    /// <summary>The sequence number that is to come next (Linux 4.16).</summary>
    [ContextField(100)]
    public uint ReceiveNext { get; init; }

    /// <summary>The sequence number that is to be sent next (Linux 4.16).</summary>
    [ContextField(104)]
    public uint SendNext { get; init; }

    /// <summary>The first sequence number that is not acknowledged (Linux 4.16).</summary>
    [ContextField(108)]
    public uint SendUnacknowledged { get; init; }

    /// <summary>The size of a segment, in bytes (Linux 4.16).</summary>
    [ContextField(112)]
    public uint SegmentSize { get; init; }

    /// <summary>What is agreed about ECN (Linux 4.16).</summary>
    [ContextField(116)]
    public uint EcnFlags { get; init; }

    /// <summary>The packets that the last rate was measured with (Linux 4.16).</summary>
    [ContextField(120)]
    public uint DeliveredPackets { get; init; }

    /// <summary>The time that they took, in microseconds (Linux 4.16).</summary>
    [ContextField(124)]
    public uint DeliveryInterval { get; init; }

    /// <summary>The packets that are under way (Linux 4.16).</summary>
    [ContextField(128)]
    public uint PacketsInFlight { get; init; }

    /// <summary>Those of them that were sent anew (Linux 4.16).</summary>
    [ContextField(132)]
    public uint RetransmittedInFlight { get; init; }

    /// <summary>The packets of the connection that were sent anew (Linux 4.16).</summary>
    [ContextField(136)]
    public uint Retransmitted { get; init; }

    /// <summary>The segments that have come (Linux 4.16).</summary>
    [ContextField(140)]
    public uint SegmentsReceived { get; init; }

    /// <summary>Those of them with data (Linux 4.16).</summary>
    [ContextField(144)]
    public uint DataSegmentsReceived { get; init; }

    /// <summary>The segments that were sent (Linux 4.16).</summary>
    [ContextField(148)]
    public uint SegmentsSent { get; init; }

    /// <summary>Those of them with data (Linux 4.16).</summary>
    [ContextField(152)]
    public uint DataSegmentsSent { get; init; }

    /// <summary>The packets that are taken for lost (Linux 4.16).</summary>
    [ContextField(156)]
    public uint Lost { get; init; }

    /// <summary>The packets that were acknowledged out of order (Linux 4.16).</summary>
    [ContextField(160)]
    public uint SelectivelyAcknowledged { get; init; }

    /// <summary>The hash that chooses the way of the packets (Linux 4.16).</summary>
    [ContextField(164)]
    public uint TransmitHash { get; set; }

    /// <summary>The bytes that have come (Linux 4.16).</summary>
    [ContextField(168)]
    public ulong BytesReceived { get; init; }

    /// <summary>The bytes that were acknowledged (Linux 4.16).</summary>
    [ContextField(176)]
    public ulong BytesAcknowledged { get; init; }

    /// <summary>The length of the packet, with its header (Linux 5.10).</summary>
    [ContextField(208)]
    public uint PacketLength { get; init; }

    /// <summary>The flags of its TCP header (Linux 5.10).</summary>
    [ContextField(212)]
    public uint TcpFlags { get; init; }

    /// <summary>When the card received it, where it says so (Linux 6.2).</summary>
    [ContextField(216)]
    public ulong HardwareTimestamp { get; init; }

    /// <summary>Says what the program wants to be called for, of this connection (Linux 4.16).</summary>
    /// <param name="callbacks">All that it wants; what is not among them it is not called for any more.</param>
    /// <returns>0; what the kernel does not know of <paramref name="callbacks"/>; less than 0 where the connection has no figures yet.</returns>
    [Helper(59, Name = "bpf_sock_ops_cb_flags_set", Since = "4.16")]
    public int SetCallbacks(SocketCallbacks callbacks)
    {
        Callbacks = callbacks;
        return 0;
    }
}
