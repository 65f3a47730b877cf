namespace CsBpf;

/// <summary>Sockets by an index (Linux 4.14).</summary>
[MapType(BpfMapType.SockMap, Key = typeof(uint), Value = typeof(ulong), Since = "4.14", SinceInSleepable = "")]
public sealed class BpfSocketMap : BpfSocketTable<uint>
{
    /// <summary>Declares the map. The argument must be constant: it becomes the map's definition in the object.</summary>
    /// <param name="maxEntries">The number of entries, at least 1.</param>
    public BpfSocketMap([MapDefinition("max_entries")] int maxEntries)
        : base(maxEntries)
    {
    }

    private protected override BpfMapType Type => BpfMapType.SockMap;

    private protected override int KeySize => sizeof(uint);

    /// <summary>
    /// Puts the socket under a key that a <c>[SockOps]</c> program was called for, of a connection that is established. Only the program itself can do that
    /// (CSBPF0223).
    /// </summary>
    /// <param name="key">The key.</param>
    /// <returns>False where there is no room, or the socket is of another kind.</returns>
    /// <exception cref="InvalidOperationException">The object is loaded, where only programs do this.</exception>
    [Helper(53, Name = "bpf_sock_map_update", Since = "4.14", TakesContext = true, HasFlags = true, ZeroIsTrue = true, Programs = "sockops")]
    public bool TrySetCurrent(in uint key) =>
        Loaded is null ? Simulate(key) : throw new InvalidOperationException($"{Loaded.Name} is in the kernel, where a program puts in its socket.");
}
