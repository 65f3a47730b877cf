using System.Net.Sockets;

namespace CsBpf.Kernel;

/// <summary>Values that the kernel keeps with sockets (Linux 5.2): a value goes when its socket does.</summary>
/// <typeparam name="TValue">The value: an unmanaged struct or a primitive.</typeparam>
[MapType(BpfMapType.SkStorage, Key = typeof(int), Flags = BpfMapFlags.NoPreallocation, Since = "5.2")]
[LocalStorage(get: 107, delete: 108, Name = "bpf_sk_storage")]
public sealed class BpfSocketStorage<TValue> : BpfLocalStorage<sock, TValue>
    where TValue : unmanaged
{
    /// <summary>Declares the map.</summary>
    public BpfSocketStorage()
    {
    }

    private protected override BpfMapType Type => BpfMapType.SkStorage;

    /// <inheritdoc cref="BpfLocalStorage{TOwner, TValue}.GetOrAdd(TOwner)"/>
    [MapOperation(MapOperation.GetOrAdd)]
    public ref TValue GetOrAdd(SocketContext owner) => ref OfContext(owner);

    /// <inheritdoc cref="BpfLocalStorage{TOwner, TValue}.Remove(TOwner)"/>
    [MapOperation(MapOperation.Remove)]
    public bool Remove(SocketContext owner) => RemoveOfContext(owner);

    /// <summary>Copies the value of a socket, in user space.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="value">The value; <c>default</c> where it has none.</param>
    /// <returns>False where it has none.</returns>
    /// <exception cref="InvalidOperationException">The object is not loaded.</exception>
    public bool TryGetValue(Socket socket, out TValue value) => TryGet(socket.SafeHandle, out value);

    /// <summary>Gives a socket a value, in user space.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="InvalidOperationException">The object is not loaded.</exception>
    public void Set(Socket socket, TValue value) => Set(socket.SafeHandle, value);

    /// <summary>Takes the value from a socket, in user space.</summary>
    /// <param name="socket">The socket.</param>
    /// <returns>False where it has none.</returns>
    /// <exception cref="InvalidOperationException">The object is not loaded.</exception>
    public bool Remove(Socket socket) => Remove(socket.SafeHandle);
}
