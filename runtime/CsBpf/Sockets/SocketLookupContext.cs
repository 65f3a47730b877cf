namespace CsBpf;

/// <summary>What a program that looks up sockets is called with (<c>struct bpf_sk_lookup</c>).</summary>
[ProgramContext("bpf_sk_lookup")]
public sealed class SocketLookupContext
{
    /// <summary>The address family: 2 for IPv4, 10 for IPv6.</summary>
    [ContextField(8)]
    public uint Family { get; init; }

    /// <summary>The protocol: 6 for TCP, 17 for UDP.</summary>
    [ContextField(12)]
    public uint Protocol { get; init; }

    /// <summary>The IPv4 address that the packet comes from, in network byte order.</summary>
    [ContextField(16)]
    public uint RemoteAddress4 { get; init; }

    /// <summary>The bytes 0 to 3 of the IPv6 address that the packet comes from, in network byte order.</summary>
    [ContextField(20)]
    public uint RemoteAddress6Part0 { get; init; }

    /// <summary>The bytes 4 to 7 of the IPv6 address that the packet comes from, in network byte order.</summary>
    [ContextField(24)]
    public uint RemoteAddress6Part1 { get; init; }

    /// <summary>The bytes 8 to 11 of the IPv6 address that the packet comes from, in network byte order.</summary>
    [ContextField(28)]
    public uint RemoteAddress6Part2 { get; init; }

    /// <summary>The bytes 12 to 15 of the IPv6 address that the packet comes from, in network byte order.</summary>
    [ContextField(32)]
    public uint RemoteAddress6Part3 { get; init; }

    /// <summary>The port that the packet comes from, in network byte order.</summary>
    [ContextField(36)]
    public ushort RemotePort { get; init; }

    /// <summary>The IPv4 address that the packet is for, in network byte order.</summary>
    [ContextField(40)]
    public uint LocalAddress4 { get; init; }

    /// <summary>The bytes 0 to 3 of the IPv6 address that the packet is for, in network byte order.</summary>
    [ContextField(44)]
    public uint LocalAddress6Part0 { get; init; }

    /// <summary>The bytes 4 to 7 of the IPv6 address that the packet is for, in network byte order.</summary>
    [ContextField(48)]
    public uint LocalAddress6Part1 { get; init; }

    /// <summary>The bytes 8 to 11 of the IPv6 address that the packet is for, in network byte order.</summary>
    [ContextField(52)]
    public uint LocalAddress6Part2 { get; init; }

    /// <summary>The bytes 12 to 15 of the IPv6 address that the packet is for, in network byte order.</summary>
    [ContextField(56)]
    public uint LocalAddress6Part3 { get; init; }

    /// <summary>The port that the packet is for, in the byte order of the machine.</summary>
    [ContextField(60)]
    public uint LocalPort { get; init; }

    /// <summary>The index of the interface that the packet came in by (Linux 5.17).</summary>
    [ContextField(64)]
    public uint IngressInterface { get; init; }
}
