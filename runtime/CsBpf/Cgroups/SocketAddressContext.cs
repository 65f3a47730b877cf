namespace CsBpf;

/// <summary>What a program for the addresses of sockets is called with (<c>struct bpf_sock_addr</c>).</summary>
[ProgramContext("bpf_sock_addr")]
public sealed class SocketAddressContext
{
    private const string Hooks4 =
        "cgroup/bind4 cgroup/connect4 cgroup/sendmsg4 cgroup/recvmsg4 cgroup/getpeername4 cgroup/getsockname4";

    private const string Hooks6 =
        "cgroup/bind6 cgroup/connect6 cgroup/sendmsg6 cgroup/recvmsg6 cgroup/getpeername6 cgroup/getsockname6";

    /// <summary>The address family that the process said: 2 for IPv4, 10 for IPv6.</summary>
    [ContextField(0)]
    public uint UserFamily { get; init; }

    /// <summary>The IPv4 address that the process said, in network byte order.</summary>
    [ContextField(4, In = Hooks4)]
    public uint UserAddress4 { get; set; }

    /// <summary>The bytes 0 to 3 of the IPv6 address that the process said, in network byte order.</summary>
    [ContextField(8, In = Hooks6)]
    public uint UserAddress6Part0 { get; set; }

    /// <summary>The bytes 4 to 7 of the IPv6 address that the process said, in network byte order.</summary>
    [ContextField(12, In = Hooks6)]
    public uint UserAddress6Part1 { get; set; }

    /// <summary>The bytes 8 to 11 of the IPv6 address that the process said, in network byte order.</summary>
    [ContextField(16, In = Hooks6)]
    public uint UserAddress6Part2 { get; set; }

    /// <summary>The bytes 12 to 15 of the IPv6 address that the process said, in network byte order.</summary>
    [ContextField(20, In = Hooks6)]
    public uint UserAddress6Part3 { get; set; }

    /// <summary>The port that the process said, in network byte order, in the lower 16 bits.</summary>
    [ContextField(24)]
    public uint UserPort { get; set; }

    /// <summary>The address family of the socket: 2 for IPv4, 10 for IPv6.</summary>
    [ContextField(28)]
    public uint Family { get; init; }

    /// <summary>The type of the socket: 1 for streams, 2 for datagrams.</summary>
    [ContextField(32)]
    public uint Type { get; init; }

    /// <summary>The protocol: 6 for TCP, 17 for UDP.</summary>
    [ContextField(36)]
    public uint Protocol { get; init; }

    /// <summary>The IPv4 address to send from, in network byte order: at <see cref="SocketAddressHook.SendMessage4"/>.</summary>
    [ContextField(40, In = "cgroup/sendmsg4")]
    public uint SourceAddress4 { get; set; }

    /// <summary>The bytes 0 to 3 of the IPv6 address to send from, at <see cref="SocketAddressHook.SendMessage6"/>, in network byte order.</summary>
    [ContextField(44, In = "cgroup/sendmsg6")]
    public uint SourceAddress6Part0 { get; set; }

    /// <summary>The bytes 4 to 7 of the IPv6 address to send from, at <see cref="SocketAddressHook.SendMessage6"/>, in network byte order.</summary>
    [ContextField(48, In = "cgroup/sendmsg6")]
    public uint SourceAddress6Part1 { get; set; }

    /// <summary>The bytes 8 to 11 of the IPv6 address to send from, at <see cref="SocketAddressHook.SendMessage6"/>, in network byte order.</summary>
    [ContextField(52, In = "cgroup/sendmsg6")]
    public uint SourceAddress6Part2 { get; set; }

    /// <summary>The bytes 12 to 15 of the IPv6 address to send from, at <see cref="SocketAddressHook.SendMessage6"/>, in network byte order.</summary>
    [ContextField(56, In = "cgroup/sendmsg6")]
    public uint SourceAddress6Part3 { get; set; }
}
