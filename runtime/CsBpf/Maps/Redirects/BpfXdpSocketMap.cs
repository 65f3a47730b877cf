using System.Runtime.InteropServices;

namespace CsBpf;

/// <summary>Sockets of AF_XDP that XDP programs hand packets to (Linux 4.18), mostly by the receive queue that a packet came in by.</summary>
[MapType(BpfMapType.XskMap, Key = typeof(uint), Value = typeof(uint), Since = "4.18", SinceInSleepable = "")]
public sealed class BpfXdpSocketMap : BpfRedirectMap
{
    /// <summary>Declares the map. The argument must be constant: it becomes the map's definition in the object.</summary>
    /// <param name="maxEntries">The number of entries: that of the queues.</param>
    public BpfXdpSocketMap([MapDefinition("max_entries")] int maxEntries)
        : base(maxEntries)
    {
    }

    private protected override BpfMapType Type => BpfMapType.XskMap;

    /// <summary>Puts a socket into an entry.</summary>
    /// <param name="index">The index.</param>
    /// <param name="socket">The socket, of the family AF_XDP.</param>
    /// <exception cref="BpfException">The kernel refused.</exception>
    public void Set(uint index, SafeHandle socket) => SetObject(index, socket);
}
