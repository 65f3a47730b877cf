namespace CsBpf;

/// <summary>What a program for the messages of sockets is called with (<c>struct sk_msg_md</c>).</summary>
/// <param name="data">On the CLR: the message, which the program changes in place.</param>
[ProgramContext("sk_msg_md")]
public sealed class SocketMessageContext(byte[] data)
{
    /// <summary>The message, as far as it lies in one piece of memory.</summary>
    [PacketRange(start: 0, end: 8, IsWide = true)]
    public Span<byte> Data => data;

    /// <summary>The length of the whole message, in bytes (Linux 4.18).</summary>
    [ContextField(68)]
    public uint Size { get; init; } = (uint)data.Length;

    /// <summary>The address family: 2 for IPv4, 10 for IPv6.</summary>
    [ContextField(16)]
    public uint Family { get; init; }

    /// <summary>The IPv4 address of the other side, in network byte order.</summary>
    [ContextField(20)]
    public uint RemoteAddress4 { get; init; }

    /// <summary>The own IPv4 address, in network byte order.</summary>
    [ContextField(24)]
    public uint LocalAddress4 { get; init; }

    /// <summary>The bytes 0 to 3 of the IPv6 address of the other side, in network byte order.</summary>
    [ContextField(28)]
    public uint RemoteAddress6Part0 { get; init; }

    /// <summary>The bytes 4 to 7 of the IPv6 address of the other side, in network byte order.</summary>
    [ContextField(32)]
    public uint RemoteAddress6Part1 { get; init; }

    /// <summary>The bytes 8 to 11 of the IPv6 address of the other side, in network byte order.</summary>
    [ContextField(36)]
    public uint RemoteAddress6Part2 { get; init; }

    /// <summary>The bytes 12 to 15 of the IPv6 address of the other side, in network byte order.</summary>
    [ContextField(40)]
    public uint RemoteAddress6Part3 { get; init; }

    /// <summary>The bytes 0 to 3 of the IPv6 address of this side, in network byte order.</summary>
    [ContextField(44)]
    public uint LocalAddress6Part0 { get; init; }

    /// <summary>The bytes 4 to 7 of the IPv6 address of this side, in network byte order.</summary>
    [ContextField(48)]
    public uint LocalAddress6Part1 { get; init; }

    /// <summary>The bytes 8 to 11 of the IPv6 address of this side, in network byte order.</summary>
    [ContextField(52)]
    public uint LocalAddress6Part2 { get; init; }

    /// <summary>The bytes 12 to 15 of the IPv6 address of this side, in network byte order.</summary>
    [ContextField(56)]
    public uint LocalAddress6Part3 { get; init; }

    /// <summary>The port of the other side, in network byte order: in the upper 16 bits of a little-endian machine.</summary>
    [ContextField(60)]
    public uint RemotePort { get; init; }

    /// <summary>The own port, in the byte order of the machine.</summary>
    [ContextField(64)]
    public uint LocalPort { get; init; }
}
