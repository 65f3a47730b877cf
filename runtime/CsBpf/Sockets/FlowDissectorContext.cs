namespace CsBpf;

/// <summary>What a flow dissector is called with (<c>struct __sk_buff</c>).</summary>
/// <param name="packet">On the CLR: the packet.</param>
[ProgramContext("__sk_buff")]
public sealed class FlowDissectorContext(byte[] packet)
{
    /// <summary>
    /// The packet, as far as it lies in the buffer's linear part. Its network header is at <see cref="FlowKeys.NetworkHeader"/>. It can be read only.
    /// </summary>
    [PacketRange(start: 76, end: 80)]
    public ReadOnlySpan<byte> Packet => packet;

    /// <summary>What the program finds out.</summary>
    [ContextField(144)]
    public FlowKeys Keys { get; } = new();
}

/// <summary>What a flow dissector finds out about a packet (<c>struct bpf_flow_keys</c>).</summary>
[ProgramContext("bpf_flow_keys")]
public sealed class FlowKeys
{
    /// <summary>Where the network header starts in the packet, in bytes: known already when the program is called.</summary>
    [ContextField(0)]
    public ushort NetworkHeader { get; set; }

    /// <summary>Where the transport header starts.</summary>
    [ContextField(2)]
    public ushort TransportHeader { get; set; }

    /// <summary>What the addresses are: the EtherType of IPv4 or IPv6 in the byte order of the machine; 0 for none.</summary>
    [ContextField(4)]
    public ushort AddressType { get; set; }

    /// <summary>1 for a fragment.</summary>
    [ContextField(6)]
    public byte IsFragment { get; set; }

    /// <summary>1 for the first fragment.</summary>
    [ContextField(7)]
    public byte IsFirstFragment { get; set; }

    /// <summary>1 where the packet is one in another.</summary>
    [ContextField(8)]
    public byte IsEncapsulated { get; set; }

    /// <summary>The protocol above IP: 6 for TCP, 17 for UDP.</summary>
    [ContextField(9)]
    public byte Protocol { get; set; }

    /// <summary>The EtherType, in network byte order: known already when the program is called.</summary>
    [ContextField(10)]
    public ushort EtherType { get; set; }

    /// <summary>The port that the packet comes from, in network byte order.</summary>
    [ContextField(12)]
    public ushort SourcePort { get; set; }

    /// <summary>The port that the packet goes to, in network byte order.</summary>
    [ContextField(14)]
    public ushort DestinationPort { get; set; }

    /// <summary>The IPv4 address that the packet comes from, in network byte order; in the same place as those of IPv6.</summary>
    [ContextField(16)]
    public uint SourceAddress4
    {
        get => SourceAddress6Part0;
        set => SourceAddress6Part0 = value;
    }

    /// <summary>The IPv4 address that the packet goes to, in network byte order.</summary>
    [ContextField(20)]
    public uint DestinationAddress4
    {
        get => SourceAddress6Part1;
        set => SourceAddress6Part1 = value;
    }

    /// <summary>The bytes 0 to 3 of the IPv6 address that the packet comes from.</summary>
    [ContextField(16)]
    public uint SourceAddress6Part0 { get; set; }

    /// <summary>The bytes 4 to 7 of the IPv6 address that the packet comes from.</summary>
    [ContextField(20)]
    public uint SourceAddress6Part1 { get; set; }

    /// <summary>The bytes 8 to 11 of the IPv6 address that the packet comes from.</summary>
    [ContextField(24)]
    public uint SourceAddress6Part2 { get; set; }

    /// <summary>The bytes 12 to 15 of the IPv6 address that the packet comes from.</summary>
    [ContextField(28)]
    public uint SourceAddress6Part3 { get; set; }

    /// <summary>The bytes 0 to 3 of the IPv6 address that the packet goes to.</summary>
    [ContextField(32)]
    public uint DestinationAddress6Part0 { get; set; }

    /// <summary>The bytes 4 to 7 of the IPv6 address that the packet goes to.</summary>
    [ContextField(36)]
    public uint DestinationAddress6Part1 { get; set; }

    /// <summary>The bytes 8 to 11 of the IPv6 address that the packet goes to.</summary>
    [ContextField(40)]
    public uint DestinationAddress6Part2 { get; set; }

    /// <summary>The bytes 12 to 15 of the IPv6 address that the packet goes to.</summary>
    [ContextField(44)]
    public uint DestinationAddress6Part3 { get; set; }

    /// <summary>What the kernel wants: 1 to go into the first fragment, 2 to stop at the flow label, 4 to stop at a packet in the packet.</summary>
    [ContextField(48)]
    public uint Flags { get; set; }

    /// <summary>The flow label of IPv6, in network byte order.</summary>
    [ContextField(52)]
    public uint FlowLabel { get; set; }
}
