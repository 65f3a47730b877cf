using System.Runtime.CompilerServices;

namespace CsBpf;

/// <summary>
/// A set that may say yes where the answer is no, and never the other way: it takes a few bits for each value (Linux 5.16). What is in it stays.
/// </summary>
/// <typeparam name="TValue">The value: an unmanaged struct or a primitive, compared byte by byte.</typeparam>
[MapType(BpfMapType.BloomFilter, Since = "5.16", SinceInSleepable = "")]
public sealed class BpfBloomFilterMap<TValue> : BpfMap
    where TValue : unmanaged
{
    private BloomFilterValues<TValue>? _values;

    /// <summary>Declares the map. The arguments must be constants: they become the map's definition in the object.</summary>
    /// <param name="maxEntries">The number of values that it is made for, at least 1. With more it says yes more often.</param>
    /// <param name="hashFunctions">The number of hash functions, at most 15; 0 for the kernel's choice, 5.</param>
    public BpfBloomFilterMap([MapDefinition("max_entries")] int maxEntries, [MapDefinition("map_extra")] int hashFunctions = 0)
        : base(maxEntries)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(hashFunctions);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(hashFunctions, 15);
    }

    private protected override BpfMapType Type => BpfMapType.BloomFilter;

    private protected override int KeySize => 0;

    private protected override int ValueSize => Unsafe.SizeOf<TValue>();

    private BloomFilterValues<TValue> Values => _values ??= new SimulatedBloomFilter<TValue>();

    /// <summary>Adds a value.</summary>
    /// <param name="value">The value.</param>
    /// <returns>True.</returns>
    [Helper(87, Name = "bpf_map_push_elem", Since = "5.16", HasFlags = true, ZeroIsTrue = true)]
    public bool Add(in TValue value) => Values.Add(value);

    /// <summary>Whether a value may have been added. On the CLR the answer is exact.</summary>
    /// <param name="value">The value.</param>
    /// <returns>False where it was not added.</returns>
    [Helper(89, Name = "bpf_map_peek_elem", Since = "5.16", ZeroIsTrue = true)]
    public bool MayContain(in TValue value) => Values.MayContain(value);

    private protected override void UseKernel(LoadedMap map) => _values = new KernelBloomFilter<TValue>(map);
}
