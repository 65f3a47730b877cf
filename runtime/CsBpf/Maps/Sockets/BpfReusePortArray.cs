using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace CsBpf;

/// <summary>
/// Sockets that share a port, among which a program chooses (<see cref="ReusePortContext.TrySelect"/>, Linux 4.19).
/// </summary>
[MapType(BpfMapType.ReusePortSockArray, Key = typeof(uint), Value = typeof(ulong), Since = "4.19", SinceInSleepable = "")]
public sealed class BpfReusePortArray : BpfMap
{
    private readonly HashSet<int> _simulated = [];

    /// <summary>Declares the map. The argument must be constant: it becomes the map's definition in the object.</summary>
    /// <param name="maxEntries">The number of places, at least 1.</param>
    public BpfReusePortArray([MapDefinition("max_entries")] int maxEntries)
        : base(maxEntries)
    {
    }

    private protected override BpfMapType Type => BpfMapType.ReusePortSockArray;

    private protected override int KeySize => sizeof(uint);

    private protected override int ValueSize => sizeof(ulong);

    /// <summary>Puts a socket in a place. It leaves when it is closed.</summary>
    /// <param name="index">The place, from 0.</param>
    /// <param name="socket">A TCP socket that listens, or a UDP socket that is bound, with <c>SO_REUSEPORT</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such place.</exception>
    /// <exception cref="BpfException">The socket shares no port, or is in a map of this kind already.</exception>
    public void Set(int index, Socket socket)
    {
        ArgumentNullException.ThrowIfNull(socket);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)MaxEntries, nameof(index));
        if (Loaded is null)
        {
            _simulated.Add(index);
            return;
        }

        ulong descriptor = (ulong)socket.SafeHandle.DangerousGetHandle();
        Loaded.Set(KeyOf(index), MemoryMarshal.AsBytes(new ReadOnlySpan<ulong>(in descriptor)));
        GC.KeepAlive(socket);
    }

    /// <summary>Takes the socket out of a place.</summary>
    /// <param name="index">The place, from 0.</param>
    /// <returns>False where there is none.</returns>
    public bool Remove(int index) => Loaded is null ? _simulated.Remove(index) : HasSocket(index) && Loaded.Remove(KeyOf(index));

    /// <summary>True where there is a socket in a place.</summary>
    /// <param name="index">The place, from 0.</param>
    public bool HasSocket(int index) => Loaded is null ? _simulated.Contains(index) : GetCookie(index) is not null;

    /// <summary>The kernel's number of the socket in a place (<c>SO_COOKIE</c>); null where there is none.</summary>
    /// <param name="index">The place, from 0.</param>
    /// <exception cref="InvalidOperationException">The object is not loaded.</exception>
    public ulong? GetCookie(int index)
    {
        LoadedMap map = Loaded ?? throw new InvalidOperationException("The object is not loaded.");
        ulong cookie = 0;
        return (uint)index < (uint)MaxEntries && map.TryGetValue(KeyOf(index), MemoryMarshal.AsBytes(new Span<ulong>(ref cookie))) ? cookie : null;
    }

    private protected override void UseKernel(LoadedMap map)
    {
    }

    private static byte[] KeyOf(int index) => BitConverter.GetBytes(index);
}
