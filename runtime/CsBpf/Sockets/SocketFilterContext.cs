using System.Runtime.InteropServices;

namespace CsBpf;

/// <summary>What a program of a socket is called with: the packet that the socket is about to receive (<c>struct __sk_buff</c>).</summary>
/// <remarks>
/// Of a packet socket the packet starts with its Ethernet header; of a TCP or UDP socket with that of its protocol. The kernel gives these
/// programs copies of its bytes only.
/// </remarks>
/// <param name="packet">On the CLR: the packet.</param>
[ProgramContext("__sk_buff")]
public sealed class SocketFilterContext(byte[] packet)
{
    /// <summary>The length of the whole packet, in bytes.</summary>
    [ContextField(0)]
    public uint Length { get; init; } = (uint)packet.Length;

    /// <summary>Who the packet is for: 0 this machine, 1 all, 2 a group, 3 somebody else; 4 where it goes out.</summary>
    [ContextField(4)]
    public uint PacketType { get; init; }

    /// <summary>The mark of the packet, which routing rules, nftables and sockets see.</summary>
    [ContextField(8)]
    public uint Mark { get; init; }

    /// <summary>The EtherType, in network byte order.</summary>
    [ContextField(16)]
    public uint Protocol { get; init; }

    /// <summary>The index of the interface that the packet came in by.</summary>
    [ContextField(40)]
    public uint Interface { get; init; }

    /// <summary>The hash of the flow, where the kernel has one; else 0.</summary>
    [ContextField(68)]
    public uint Hash { get; init; }

    /// <summary>Copies bytes of the packet (Linux 4.5).</summary>
    /// <param name="offset">Where they start.</param>
    /// <param name="value">The bytes, as they lie in the packet; all zeroes where the packet is too short.</param>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <returns>False where the packet is too short.</returns>
    [Helper(26, Name = "bpf_skb_load_bytes", Since = "4.5", HasSize = true, ZeroIsTrue = true)]
    public bool TryRead<T>(uint offset, out T value)
        where T : unmanaged
    {
        value = default;
        return offset <= (uint)packet.Length && MemoryMarshal.TryRead(packet.AsSpan((int)offset), out value);
    }
}
