using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace CsBpf;

/// <summary>Sockets under keys, for programs that look for one, or send packets and messages from one to another. A socket leaves when it is closed.</summary>
/// <typeparam name="TKey">The key: an unmanaged struct or a primitive.</typeparam>
public abstract class BpfSocketTable<TKey> : BpfMap
    where TKey : unmanaged
{
    private readonly HashSet<TKey> _simulated = new(ByteComparer<TKey>.Instance);

    private protected BpfSocketTable(int maxEntries)
        : base(maxEntries)
    {
    }

    private protected override int ValueSize => sizeof(ulong);

    /// <summary>Puts a socket under a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="socket">A TCP socket that is connected or listens, or a UDP or UNIX socket.</param>
    /// <exception cref="BpfException">There is no room, or the socket is of another kind.</exception>
    public void Set(TKey key, Socket socket)
    {
        ArgumentNullException.ThrowIfNull(socket);
        if (Loaded is null)
        {
            _simulated.Add(key);
            return;
        }

        ulong descriptor = (ulong)socket.SafeHandle.DangerousGetHandle();
        Loaded.Set(Bytes(ref key), MemoryMarshal.AsBytes(new ReadOnlySpan<ulong>(in descriptor)));
        GC.KeepAlive(socket);
    }

    /// <summary>Takes the socket from under a key.</summary>
    /// <param name="key">The key.</param>
    /// <returns>False where there is none.</returns>
    public bool Remove(TKey key) => Loaded is null ? _simulated.Remove(key) : GetCookie(key) is not null && Loaded.Remove(Bytes(ref key));

    /// <summary>The kernel's number of the socket under a key of a loaded object (<c>SO_COOKIE</c>); null where there is none.</summary>
    /// <param name="key">The key.</param>
    /// <exception cref="InvalidOperationException">The object is not loaded.</exception>
    public ulong? GetCookie(TKey key)
    {
        ulong cookie = 0;
        return InKernel.TryGetValue(Bytes(ref key), MemoryMarshal.AsBytes(new Span<ulong>(ref cookie))) ? cookie : null;
    }

    /// <summary>On the CLR: notes that a program has put its socket under a key.</summary>
    private protected bool Simulate(TKey key)
    {
        if (_simulated.Count < MaxEntries)
            _simulated.Add(key);
        return _simulated.Contains(key);
    }

    private protected override void UseKernel(LoadedMap map)
    {
    }

    private static ReadOnlySpan<byte> Bytes(ref TKey key) => MemoryMarshal.AsBytes(new ReadOnlySpan<TKey>(ref key));
}
