using System.Diagnostics.CodeAnalysis;
using CsBpf.Syscalls;

namespace CsBpf;

/// <summary>A map in the kernel, with keys and values as bytes.</summary>
public sealed unsafe class LoadedMap : IDisposable
{
    private readonly bool _canMap;
    private readonly ulong _address;
    private DataMemory? _memory;
    private MappedRing? _ring;
    private PerfRings? _perfRings;

    internal LoadedMap(MapHandle handle, string name, MapSpec? spec = null)
    {
        Handle = handle;
        Name = name;
        var record = MapCalls.GetInfo(handle);
        Type = (BpfMapType)record.Type;
        KeySize = (int)record.KeySize;
        ValueSize = (int)record.ValueSize;
        MaxEntries = record.MaxEntries;
        Flags = (BpfMapFlags)record.Flags;
        Id = record.Id;
        _canMap = Flags.HasFlag(BpfMapFlags.Mmapable) && Type is BpfMapType.Array or BpfMapType.Arena &&
            spec is not { Section: DataSectionKind.ReadOnly or DataSectionKind.KernelConfiguration };
        _address = record.MapExtra;
    }

    /// <summary>The name: in the object, or, of a map that was opened otherwise, in the kernel.</summary>
    public string Name { get; }

    /// <summary>The kernel's number of the map.</summary>
    public uint Id { get; }

    /// <summary>The type.</summary>
    public BpfMapType Type { get; }

    /// <summary>The size of a key, in bytes.</summary>
    public int KeySize { get; }

    /// <summary>The size of a value, in bytes.</summary>
    public int ValueSize { get; }

    /// <summary>The largest number of entries.</summary>
    public uint MaxEntries { get; }

    /// <summary>The flags.</summary>
    public BpfMapFlags Flags { get; }

    internal MapHandle Handle { get; }

    /// <summary>What the maps in this one look like; null where there are none, or nobody said.</summary>
    internal InnerMapDefinition? Inner { get; set; }

    /// <summary>The padding of a key; none where nobody said what is in one.</summary>
    internal Padding KeyPadding { get; set; } = Padding.None;

    /// <summary>The padding of a value; none where nobody said what is in one.</summary>
    internal Padding ValuePadding { get; set; } = Padding.None;

    /// <summary>
    /// The values in this process's memory; null where they cannot be. Constants cannot: they are frozen, and the object has them.
    /// </summary>
    internal DataMemory? Memory => _memory ??= !_canMap ? null
        : Type == BpfMapType.Arena ? DataMemory.Map(Handle, (long)Environment.SystemPageSize * MaxEntries, Name, _address)
        : DataMemory.Map(Handle, (long)DataMemory.Stride(ValueSize) * MaxEntries, Name);

    /// <summary>The memory of a ring buffer.</summary>
    internal MappedRing Ring => _ring ??= MappedRing.Map(Handle, (int)MaxEntries, Name);

    /// <summary>The buffers of a perf event array, made when they are first asked for.</summary>
    /// <param name="pages">The size of each.</param>
    internal PerfRings OpenPerfRings(int pages) => _perfRings ??= PerfRings.Open(this, pages);

    /// <summary>Opens a map that is pinned.</summary>
    /// <param name="path">The file in bpffs.</param>
    /// <exception cref="BpfException">No map is pinned there, or none that this process may open.</exception>
    public static LoadedMap FromPin(string path) => Open(ObjectCalls.Get<MapHandle>(path));

    /// <summary>Opens a map by its number (needs CAP_SYS_ADMIN).</summary>
    /// <param name="id">The kernel's number of the map.</param>
    /// <exception cref="BpfException">There is no such map, or this process may not open it.</exception>
    public static LoadedMap FromId(uint id) => Open(ObjectCalls.GetById<MapHandle>(BpfCommand.MapGetDescriptorById, id, "the map"));

    /// <summary>Pins the map: it stays in the kernel, and can be opened by its path, until the file is removed.</summary>
    /// <param name="path">A file in bpffs that does not exist yet.</param>
    /// <exception cref="BpfException">It cannot be pinned there.</exception>
    public void Pin(string path) => ObjectCalls.Pin(Handle, path);

    /// <summary>Copies the value of a key.</summary>
    /// <param name="key">The key's bytes.</param>
    /// <param name="value">Takes the value's bytes.</param>
    /// <returns>False where there is no entry.</returns>
    public bool TryGetValue(ReadOnlySpan<byte> key, Span<byte> value)
    {
        CheckKey(key);
        CheckValue(value);
        fixed (byte* keyPointer = key)
        fixed (byte* valuePointer = value)
            return Found(MapCalls.Lookup(Handle, keyPointer, valuePointer), "read the map");
    }

    /// <summary>Writes an entry, whether or not there is one already.</summary>
    /// <param name="key">The key's bytes.</param>
    /// <param name="value">The value's bytes.</param>
    /// <exception cref="BpfException">The map is full, or does not take the value.</exception>
    public void Set(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        CheckKey(key);
        CheckValue(value);
        fixed (byte* keyPointer = key)
        fixed (byte* valuePointer = value)
        {
            int result = MapCalls.Update(Handle, keyPointer, valuePointer, MapUpdate.Any);
            if (result < 0)
                throw Failed("write the map", result);
        }
    }

    /// <summary>Removes an entry.</summary>
    /// <param name="key">The key's bytes.</param>
    /// <returns>False where there is none.</returns>
    public bool Remove(ReadOnlySpan<byte> key)
    {
        CheckKey(key);
        fixed (byte* keyPointer = key)
            return Found(MapCalls.Delete(Handle, keyPointer), "remove from the map");
    }

    /// <summary>The key that follows another in the map's order.</summary>
    /// <param name="key">The key's bytes; empty for the first.</param>
    /// <param name="next">Takes the bytes of the key that follows.</param>
    /// <returns>False where there is none.</returns>
    public bool TryGetNextKey(ReadOnlySpan<byte> key, Span<byte> next)
    {
        if (!key.IsEmpty)
            CheckKey(key);
        CheckKey(next);
        fixed (byte* keyPointer = key)
        fixed (byte* nextPointer = next)
            return Found(MapCalls.NextKey(Handle, key.IsEmpty ? null : keyPointer, nextPointer), "walk the map");
    }

    /// <summary>Closes the map. It stays in the kernel as long as a program uses it or it is pinned.</summary>
    public void Dispose()
    {
        _memory?.Dispose();
        _ring?.Dispose();
        _perfRings?.Dispose();
        Handle.Dispose();
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Type} {Name} (id {Id})";

    internal BpfException Failed(string verb, int result) =>
        new Operation(verb, Name, CapabilitySet.Bpf).Failed(result, (Errno)(-result) switch
        {
            Errno.E2BIG => $"the map is full: it holds {MaxEntries} entries",
            Errno.EPERM when Flags.HasFlag(BpfMapFlags.ReadOnly) || Flags.HasFlag(BpfMapFlags.ReadOnlyProgram) =>
                "the map is read-only or frozen",
            _ => null,
        });

    private static LoadedMap Open(MapHandle handle)
    {
        try
        {
            return new LoadedMap(handle, MapCalls.GetInfo(handle).Name.ToString());
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    private bool Found(int result, string verb)
    {
        if (result < 0 && result != -(int)Errno.ENOENT)
            throw Failed(verb, result);
        return result >= 0;
    }

    private void CheckKey(ReadOnlySpan<byte> key)
    {
        if (key.Length != KeySize)
            ThrowSize("key", key.Length, KeySize);
    }

    private void CheckValue(ReadOnlySpan<byte> value)
    {
        if (value.Length != TransferSize)
            ThrowSize("value", value.Length, TransferSize);
    }

    /// <summary>The bytes of a value when it is read or written: of a map with a value for each processor, all of them.</summary>
    private int TransferSize =>
        Type is BpfMapType.PerCpuArray or BpfMapType.PerCpuHash or BpfMapType.LruPerCpuHash or BpfMapType.PerCpuCgroupStorage
        ? ((ValueSize + 7) & ~7) * Processors.Possible
        : ValueSize;

    [DoesNotReturn]
    private void ThrowSize(string what, int given, int expected) =>
        throw new ArgumentException($"A {what} of the map {Name} has {expected} bytes, not {given}.", what);
}
