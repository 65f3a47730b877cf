using CsBpf.Syscalls;

namespace CsBpf;

/// <summary>An array with a value for each processor (Linux 4.6). Every entry exists from the start, as zeroes.</summary>
/// <typeparam name="TValue">The value: an unmanaged struct or a primitive.</typeparam>
/// <remarks>
/// A program has the value of the processor that it runs on, and nobody else writes that meanwhile. User space has them all:
/// <see cref="GetValues"/>.
/// </remarks>
[MapType(BpfMapType.PerCpuArray, Since = "4.6", Key = typeof(uint))]
public sealed class BpfPerCpuArrayMap<TValue> : BpfIndexedMap<TValue>
    where TValue : unmanaged
{
    /// <summary>Declares the map. The arguments must be constants: they become the map's definition in the object.</summary>
    /// <param name="maxEntries">The number of entries, at least 1.</param>
    public BpfPerCpuArrayMap([MapDefinition("max_entries")] int maxEntries)
        : base(maxEntries)
    {
    }

    /// <summary>The number of values of each entry: the processors that the machine can have, online or not.</summary>
    public int ProcessorCount => Processors.Possible;

    private protected override BpfMapType Type => BpfMapType.PerCpuArray;

    /// <summary>Copies the values of an entry.</summary>
    /// <param name="index">The index, from 0.</param>
    /// <param name="values">Takes <see cref="ProcessorCount"/> values.</param>
    /// <exception cref="ArgumentException"><paramref name="values"/> has another length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The index is out of range.</exception>
    public void GetValues(int index, Span<TValue> values)
    {
        Check(index, values.Length);
        Entries.GetValues(index, values);
    }

    /// <summary>Writes the values of an entry.</summary>
    /// <param name="index">The index, from 0.</param>
    /// <param name="values"><see cref="ProcessorCount"/> values.</param>
    /// <exception cref="ArgumentException"><paramref name="values"/> has another length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The index is out of range.</exception>
    public void SetValues(int index, ReadOnlySpan<TValue> values)
    {
        Check(index, values.Length);
        Entries.SetValues(index, values);
    }

    private protected override ArrayEntries<TValue> Simulate() => new SimulatedArray<TValue>(MaxEntries, Processors.Possible);

    private protected override ArrayEntries<TValue> Open(LoadedMap map) => new KernelPerCpuArray<TValue>(map);

    private void Check(int index, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, MaxEntries);
        ProcessorValues.CheckLength(length);
    }
}
