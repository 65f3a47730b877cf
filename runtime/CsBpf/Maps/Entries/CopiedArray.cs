using CsBpf.Syscalls;

namespace CsBpf;

/// <summary>An array in the kernel, in no memory of this process.</summary>
internal sealed unsafe class CopiedArray<TValue>(LoadedMap map) : ArrayEntries<TValue>(map.ValuePadding)
    where TValue : unmanaged
{
    public override ref TValue Reference(int index) => throw new InvalidOperationException(
        $"The map {map.Name} is in the kernel, and is not defined so that user space can have references " +
        $"({nameof(BpfMapFlags)}.{nameof(BpfMapFlags.Mmapable)}): use TryGetValue and TryUpdate, which copy the value.");

    public override bool TryGetValue(int index, out TValue value)
    {
        fixed (TValue* pointer = &value)
        {
            int result = MapCalls.Lookup(map.Handle, &index, pointer);
            return result >= 0 ? true : throw map.Failed("read the map", result);
        }
    }

    public override bool TryUpdate(int index, TValue value)
    {
        int result = MapCalls.Update(map.Handle, &index, &value, MapUpdate.Any);
        return result >= 0 ? true : throw map.Failed("write the map", result);
    }

    public override void GetValues(int index, Span<TValue> values) => TryGetValue(index, out values[0]);

    public override void SetValues(int index, ReadOnlySpan<TValue> values) => TryUpdate(index, values[0]);
}
