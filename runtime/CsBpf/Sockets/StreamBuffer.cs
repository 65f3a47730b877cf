using System.Runtime.InteropServices;

namespace CsBpf;

/// <summary>What a program for the data that sockets of a map receive is called with (<c>struct __sk_buff</c>).</summary>
/// <param name="data">On the CLR: the data, which the program changes in place.</param>
[ProgramContext("__sk_buff")]
public sealed class StreamBuffer(byte[] data)
{
    /// <summary>
    /// The data, without headers, as far as they lie in the buffer's linear part, where often nothing is: see <see cref="TryRead"/>.
    /// </summary>
    [PacketRange(start: 76, end: 80)]
    public Span<byte> Data => data;

    /// <summary>The length of all data, in bytes.</summary>
    [ContextField(0)]
    public uint Length { get; init; } = (uint)data.Length;

    /// <summary>The priority.</summary>
    [ContextField(32)]
    public uint Priority { get; set; }

    /// <summary>The address family: 2 for IPv4, 10 for IPv6.</summary>
    [ContextField(88)]
    public uint Family { get; init; }

    /// <summary>The IPv4 address of the other side, in network byte order.</summary>
    [ContextField(92)]
    public uint RemoteAddress4 { get; init; }

    /// <summary>The own IPv4 address, in network byte order.</summary>
    [ContextField(96)]
    public uint LocalAddress4 { get; init; }

    /// <summary>The bytes 0 to 3 of the IPv6 address of the other side, in network byte order.</summary>
    [ContextField(100)]
    public uint RemoteAddress6Part0 { get; init; }

    /// <summary>The bytes 4 to 7 of the IPv6 address of the other side, in network byte order.</summary>
    [ContextField(104)]
    public uint RemoteAddress6Part1 { get; init; }

    /// <summary>The bytes 8 to 11 of the IPv6 address of the other side, in network byte order.</summary>
    [ContextField(108)]
    public uint RemoteAddress6Part2 { get; init; }

    /// <summary>The bytes 12 to 15 of the IPv6 address of the other side, in network byte order.</summary>
    [ContextField(112)]
    public uint RemoteAddress6Part3 { get; init; }

    /// <summary>The bytes 0 to 3 of the IPv6 address of this side, in network byte order.</summary>
    [ContextField(116)]
    public uint LocalAddress6Part0 { get; init; }

    /// <summary>The bytes 4 to 7 of the IPv6 address of this side, in network byte order.</summary>
    [ContextField(120)]
    public uint LocalAddress6Part1 { get; init; }

    /// <summary>The bytes 8 to 11 of the IPv6 address of this side, in network byte order.</summary>
    [ContextField(124)]
    public uint LocalAddress6Part2 { get; init; }

    /// <summary>The bytes 12 to 15 of the IPv6 address of this side, in network byte order.</summary>
    [ContextField(128)]
    public uint LocalAddress6Part3 { get; init; }

    /// <summary>The port of the other side, in network byte order: in the upper 16 bits of a little-endian machine.</summary>
    [ContextField(132)]
    public uint RemotePort { get; init; }

    /// <summary>The own port, in the byte order of the machine.</summary>
    [ContextField(136)]
    public uint LocalPort { get; init; }

    /// <summary>Copies bytes of the data, also of those that are not in <see cref="Data"/>.</summary>
    /// <param name="offset">Where they start.</param>
    /// <param name="value">The bytes, as they lie there; all zeroes where the data are too short.</param>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <returns>False where the data are too short.</returns>
    [Helper(26, Name = "bpf_skb_load_bytes", Since = "4.14", HasSize = true, ZeroIsTrue = true)]
    public bool TryRead<T>(uint offset, out T value)
        where T : unmanaged
    {
        value = default;
        return offset <= (uint)data.Length && MemoryMarshal.TryRead(data.AsSpan((int)offset), out value);
    }
}
