using System.Runtime.CompilerServices;

namespace CsBpf;

/// <summary>Sockets by keys (Linux 4.18): for instance the addresses and ports of their connections.</summary>
/// <typeparam name="TKey">The key: an unmanaged struct or a primitive.</typeparam>
[MapType(BpfMapType.SockHash, Value = typeof(ulong), Since = "4.18", SinceInSleepable = "")]
public sealed class BpfSocketHash<TKey> : BpfSocketTable<TKey>
    where TKey : unmanaged
{
    /// <summary>Declares the map. The argument must be constant: it becomes the map's definition in the object.</summary>
    /// <param name="maxEntries">The largest number of entries, at least 1.</param>
    public BpfSocketHash([MapDefinition("max_entries")] int maxEntries)
        : base(maxEntries)
    {
    }

    private protected override BpfMapType Type => BpfMapType.SockHash;

    private protected override int KeySize => Unsafe.SizeOf<TKey>();

    /// <summary>
    /// Puts the socket under a key that a <c>[SockOps]</c> program was called for, of a connection that is established. Only the program itself can do that
    /// (CSBPF0223).
    /// </summary>
    /// <param name="key">The key.</param>
    /// <returns>False where there is no room, or the socket is of another kind.</returns>
    /// <exception cref="InvalidOperationException">The object is loaded, where only programs do this.</exception>
    [Helper(70, Name = "bpf_sock_hash_update", Since = "4.18", TakesContext = true, HasFlags = true, ZeroIsTrue = true, Programs = "sockops")]
    public bool TrySetCurrent(in TKey key) =>
        Loaded is null ? Simulate(key) : throw new InvalidOperationException($"{Loaded.Name} is in the kernel, where a program puts in its socket.");
}
