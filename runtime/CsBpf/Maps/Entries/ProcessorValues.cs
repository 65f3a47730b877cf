using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CsBpf.Syscalls;

namespace CsBpf;

/// <summary>The values that all processors have of one entry, as the kernel copies them: each in whole 8 bytes.</summary>
internal static class ProcessorValues
{
    private const int Unit = 8;

    /// <summary>The bytes for an entry.</summary>
    public static int Size<TValue>()
        where TValue : unmanaged => Stride<TValue>() * Processors.Possible;

    /// <summary>Takes the values out.</summary>
    public static void Read<TValue>(ReadOnlySpan<byte> bytes, Span<TValue> values)
        where TValue : unmanaged
    {
        for (int processor = 0; processor < Processors.Possible; processor++)
            values[processor] = MemoryMarshal.Read<TValue>(bytes[(processor * Stride<TValue>())..]);
    }

    /// <summary>Puts values in, with zeroes between their fields.</summary>
    public static void Write<TValue>(ReadOnlySpan<TValue> values, Padding padding, Span<byte> bytes)
        where TValue : unmanaged
    {
        for (int processor = 0; processor < Processors.Possible; processor++)
        {
            TValue value = values[processor];
            padding.Clear(ref value);
            MemoryMarshal.Write(bytes[(processor * Stride<TValue>())..], value);
        }
    }

    /// <summary>The error for what user space can do with one value only.</summary>
    public static InvalidOperationException NoSingleValue(LoadedMap map) => new(
        $"The map {map.Name} is in the kernel, where it has a value for each processor: use the members for all of them (TryGetValues or GetValues, SetValues, AllValues).");

    /// <summary>Checks that there is room for the values of all processors.</summary>
    public static void CheckLength(int length)
    {
        if (length != Processors.Possible)
            throw new ArgumentException($"There are values for {Processors.Possible} processors, not {length}.", "values");
    }

    private static int Stride<TValue>()
        where TValue : unmanaged => (Unsafe.SizeOf<TValue>() + Unit - 1) & -Unit;
}
