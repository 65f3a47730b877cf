namespace CsBpf;

/// <summary>What a program that chooses among sockets which share a port is called with (<c>struct sk_reuseport_md</c>).</summary>
/// <param name="packet">On the CLR: the packet from its TCP or UDP header on.</param>
[ProgramContext("sk_reuseport_md")]
public sealed class ReusePortContext(byte[] packet)
{
    private int _chosen = -1;

    /// <summary>The packet from its TCP or UDP header on, as far as it lies in the buffer's linear part. It can be read only.</summary>
    [PacketRange(start: 0, end: 8, IsWide = true)]
    public ReadOnlySpan<byte> Packet => packet;

    /// <summary>The length of the packet from its TCP or UDP header on, in bytes.</summary>
    [ContextField(16)]
    public uint Length { get; init; } = (uint)packet.Length;

    /// <summary>The EtherType, in network byte order.</summary>
    [ContextField(20)]
    public uint EtherType { get; init; }

    /// <summary>The protocol: 6 for TCP, 17 for UDP.</summary>
    [ContextField(24)]
    public uint Protocol { get; init; }

    /// <summary>1 where the sockets are bound to all addresses.</summary>
    [ContextField(28)]
    public uint IsBoundToAny { get; init; }

    /// <summary>The hash of the flow: of addresses and ports.</summary>
    [ContextField(32)]
    public uint Hash { get; init; }

    /// <summary>On the CLR: the index that <see cref="TrySelect"/> chose last; -1 for none.</summary>
    public int Chosen => _chosen;

    /// <summary>Chooses a socket; the program then returns <see cref="SocketVerdict.Pass"/>.</summary>
    /// <param name="sockets">The sockets.</param>
    /// <param name="index">Which of them.</param>
    /// <returns>False where there is none, or it does not share this port: then the kernel chooses.</returns>
    [Helper(82, Name = "bpf_sk_select_reuseport", Since = "4.19", HasFlags = true, ZeroIsTrue = true)]
    public bool TrySelect(BpfReusePortArray sockets, in uint index)
    {
        ArgumentNullException.ThrowIfNull(sockets);
        if (!sockets.HasSocket((int)index))
            return false;
        _chosen = (int)index;
        return true;
    }
}
