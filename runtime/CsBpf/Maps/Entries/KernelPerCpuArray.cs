using CsBpf.Syscalls;

namespace CsBpf;

/// <summary>An array in the kernel, with a value for each processor.</summary>
internal sealed unsafe class KernelPerCpuArray<TValue>(LoadedMap map) : ArrayEntries<TValue>(map.ValuePadding)
    where TValue : unmanaged
{
    private readonly byte[] _bytes = new byte[ProcessorValues.Size<TValue>()];

    public override ref TValue Reference(int index) => throw ProcessorValues.NoSingleValue(map);

    public override bool TryGetValue(int index, out TValue value) => throw ProcessorValues.NoSingleValue(map);

    public override bool TryUpdate(int index, TValue value) => throw ProcessorValues.NoSingleValue(map);

    public override void GetValues(int index, Span<TValue> values)
    {
        lock (_bytes)
        {
            fixed (byte* bytes = _bytes)
            {
                int result = MapCalls.Lookup(map.Handle, &index, bytes);
                if (result < 0)
                    throw map.Failed("read the map", result);
            }

            ProcessorValues.Read(_bytes, values);
        }
    }

    public override void SetValues(int index, ReadOnlySpan<TValue> values)
    {
        lock (_bytes)
        {
            ProcessorValues.Write(values, ValuePadding, _bytes);
            fixed (byte* bytes = _bytes)
            {
                int result = MapCalls.Update(map.Handle, &index, bytes, MapUpdate.Any);
                if (result < 0)
                    throw map.Failed("write the map", result);
            }
        }
    }
}
