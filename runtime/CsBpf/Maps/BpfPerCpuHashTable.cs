using CsBpf.Syscalls;

namespace CsBpf;

/// <summary>A hash table with a value for each processor: a program has that of the processor that it runs on.</summary>
/// <typeparam name="TKey">The key: an unmanaged struct or a primitive.</typeparam>
/// <typeparam name="TValue">The value: an unmanaged struct or a primitive.</typeparam>
public abstract class BpfPerCpuHashTable<TKey, TValue> : BpfHashTable<TKey, TValue>
    where TKey : unmanaged
    where TValue : unmanaged
{
    private protected BpfPerCpuHashTable(int maxEntries)
        : base(maxEntries)
    {
    }

    /// <summary>The number of values of each entry: the processors that the machine can have, online or not.</summary>
    public int ProcessorCount => Processors.Possible;

    /// <summary>Copies the values of a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="values">Takes <see cref="ProcessorCount"/> values; zeroes where there is no entry.</param>
    /// <returns>False where there is no entry.</returns>
    /// <exception cref="ArgumentException"><paramref name="values"/> has another length.</exception>
    public bool TryGetValues(TKey key, Span<TValue> values)
    {
        ProcessorValues.CheckLength(values.Length);
        return Entries.TryGetValues(Clean(key), values);
    }

    /// <summary>Writes the values of a key, whether or not there is an entry.</summary>
    /// <param name="key">The key.</param>
    /// <param name="values"><see cref="ProcessorCount"/> values.</param>
    /// <exception cref="ArgumentException"><paramref name="values"/> has another length.</exception>
    /// <exception cref="BpfException">The object is loaded, and the map is full.</exception>
    public void SetValues(TKey key, ReadOnlySpan<TValue> values)
    {
        ProcessorValues.CheckLength(values.Length);
        Entries.SetValues(Clean(key), values);
    }

    /// <summary>
    /// The keys, each with <see cref="ProcessorCount"/> values. Each key that is there all the time is given once, in the kernel also where others
    /// come and go meanwhile (Linux 5.6).
    /// </summary>
    public IEnumerable<KeyValuePair<TKey, TValue[]>> AllValues() => Entries.AllValues();

    private protected override HashEntries<TKey, TValue> Open(LoadedMap map) => new KernelPerCpuHash<TKey, TValue>(map);
}
