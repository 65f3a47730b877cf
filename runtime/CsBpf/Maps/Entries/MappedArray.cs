using System.Runtime.CompilerServices;

namespace CsBpf;

/// <summary>An array in memory that is shared with the kernel.</summary>
internal sealed unsafe class MappedArray<TValue>(DataMemory memory, LoadedMap map) : ArrayEntries<TValue>(map.ValuePadding)
    where TValue : unmanaged
{
    public override ref TValue Reference(int index)
    {
        if ((uint)index >= map.MaxEntries)
            throw new ArgumentOutOfRangeException(nameof(index), index, $"The map {map.Name} has {map.MaxEntries} entries.");
        return ref Unsafe.AsRef<TValue>(memory.Address + ((long)index * DataMemory.Stride(sizeof(TValue))));
    }

    public override bool TryGetValue(int index, out TValue value)
    {
        value = Reference(index);
        return true;
    }

    public override bool TryUpdate(int index, TValue value)
    {
        Reference(index) = value;
        return true;
    }

    public override void GetValues(int index, Span<TValue> values) => TryGetValue(index, out values[0]);

    public override void SetValues(int index, ReadOnlySpan<TValue> values) => TryUpdate(index, values[0]);
}
