namespace CsBpf;

/// <summary>What a program for the sockets of a cgroup is called with (<c>struct bpf_sock</c>).</summary>
[ProgramContext("bpf_sock")]
public sealed class SocketContext
{
    /// <summary>The index of the interface that the socket is bound to; 0 for none.</summary>
    [ContextField(0, In = "cgroup/sock_create cgroup/sock_release")]
    public uint BoundInterface { get; set; }

    /// <summary>The address family: 2 for IPv4, 10 for IPv6.</summary>
    [ContextField(4)]
    public uint Family { get; init; }

    /// <summary>The type: 1 for streams, 2 for datagrams.</summary>
    [ContextField(8)]
    public uint Type { get; init; }

    /// <summary>The protocol: 6 for TCP, 17 for UDP.</summary>
    [ContextField(12)]
    public uint Protocol { get; init; }

    /// <summary>The mark of the packets that the socket sends.</summary>
    [ContextField(16, In = "cgroup/sock_create cgroup/sock_release")]
    public uint Mark { get; set; }

    /// <summary>The priority of the packets that the socket sends.</summary>
    [ContextField(20, In = "cgroup/sock_create cgroup/sock_release")]
    public uint Priority { get; set; }

    /// <summary>The own IPv4 address, in network byte order: at <see cref="SocketHook.Bound4"/>.</summary>
    [ContextField(24, In = "cgroup/post_bind4")]
    public uint SourceAddress4 { get; init; }

    /// <summary>The bytes 0 to 3 of the own IPv6 address, at <see cref="SocketHook.Bound6"/>, in network byte order.</summary>
    [ContextField(28, In = "cgroup/post_bind6")]
    public uint SourceAddress6Part0 { get; init; }

    /// <summary>The bytes 4 to 7 of the own IPv6 address, at <see cref="SocketHook.Bound6"/>, in network byte order.</summary>
    [ContextField(32, In = "cgroup/post_bind6")]
    public uint SourceAddress6Part1 { get; init; }

    /// <summary>The bytes 8 to 11 of the own IPv6 address, at <see cref="SocketHook.Bound6"/>, in network byte order.</summary>
    [ContextField(36, In = "cgroup/post_bind6")]
    public uint SourceAddress6Part2 { get; init; }

    /// <summary>The bytes 12 to 15 of the own IPv6 address, at <see cref="SocketHook.Bound6"/>, in network byte order.</summary>
    [ContextField(40, In = "cgroup/post_bind6")]
    public uint SourceAddress6Part3 { get; init; }

    /// <summary>The own port, in the byte order of the machine: where the socket has been bound.</summary>
    [ContextField(44, In = "cgroup/post_bind4 cgroup/post_bind6")]
    public uint SourcePort { get; init; }
}
