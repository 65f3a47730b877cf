using System.Runtime.InteropServices;
using CsBpf.Syscalls;

namespace CsBpf;

/// <summary>The slots of a map in the kernel that hold programs, maps and other objects: user space puts in a descriptor, and reads a number.</summary>
internal static class MapSlots
{
    public static void Set(LoadedMap map, uint index, BpfHandle handle) => Set(map, MemoryMarshal.AsBytes(new ReadOnlySpan<uint>(in index)), handle);

    public static void Set(LoadedMap map, ReadOnlySpan<byte> key, BpfHandle handle)
    {
        using var lease = handle.Lease();
        int descriptor = lease.Descriptor;
        map.Set(key, MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in descriptor)));
    }

    public static bool Remove(LoadedMap map, uint index) => map.Remove(MemoryMarshal.AsBytes(new ReadOnlySpan<uint>(in index)));

    public static uint? GetId(LoadedMap map, uint index) => GetId(map, MemoryMarshal.AsBytes(new ReadOnlySpan<uint>(in index)));

    public static uint? GetId(LoadedMap map, ReadOnlySpan<byte> key)
    {
        uint id = 0;
        return map.TryGetValue(key, MemoryMarshal.AsBytes(new Span<uint>(ref id))) ? id : null;
    }
}
