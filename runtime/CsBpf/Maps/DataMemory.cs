using CsBpf.Syscalls;

namespace CsBpf;

/// <summary>The values of an array in this process's memory, shared with the kernel.</summary>
/// <remarks>
/// Only disposing it unmaps the memory, never the garbage collector: somebody may still have a reference into it, which does not keep this
/// object alive.
/// </remarks>
internal sealed unsafe class DataMemory : IDisposable
{
    private void* _address;
    private readonly nuint _length;
    private readonly string _name;

    private DataMemory(void* address, nuint length, string name)
    {
        _address = address;
        _length = length;
        _name = name;
    }

    /// <summary>The first byte.</summary>
    /// <exception cref="ObjectDisposedException">The object was disposed.</exception>
    public byte* Address => _address is not null ? (byte*)_address : throw new ObjectDisposedException(_name);

    /// <summary>Maps the values of a map that has <see cref="BpfMapFlags.Mmapable"/>.</summary>
    /// <param name="map">The map.</param>
    /// <param name="size">The size, in bytes.</param>
    /// <param name="name">The name of the map.</param>
    /// <param name="address">Where: of an arena that asks for a place; 0 for anywhere.</param>
    /// <exception cref="BpfException">The kernel refused.</exception>
    public static DataMemory Map(MapHandle map, long size, string name, ulong address = 0)
    {
        // The values begin on a page, and the kernel maps whole pages.
        nuint length = (nuint)((size + Environment.SystemPageSize - 1) / Environment.SystemPageSize * Environment.SystemPageSize);
        return new DataMemory(FileCalls.MapShared(map, length, name, address), length, name);
    }

    /// <summary>The distance of two values, in bytes.</summary>
    public static int Stride(int valueSize) => (valueSize + 7) & ~7;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_address is null)
            return;
        FileCalls.Unmap(_address, _length);
        _address = null;
    }
}
