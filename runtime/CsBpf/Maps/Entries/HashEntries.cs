namespace CsBpf;

/// <summary>Where the entries of a hash table are: in this process or in the kernel.</summary>
/// <param name="keys">The padding of keys, which is zero in all that are passed to it.</param>
/// <param name="values">The padding of values, likewise.</param>
internal abstract class HashEntries<TKey, TValue>(Padding keys, Padding values)
    where TKey : unmanaged
    where TValue : unmanaged
{
    public Padding KeyPadding { get; } = keys;

    public Padding ValuePadding { get; } = values;

    public abstract int Count { get; }

    public abstract bool ContainsKey(TKey key);

    public abstract bool TryGetValue(TKey key, out TValue value);

    /// <summary>Copies the values of all processors; the one value of a map that has no more.</summary>
    public abstract bool TryGetValues(TKey key, Span<TValue> values);

    /// <summary>Writes the values of all processors, whether or not there are some.</summary>
    public abstract void SetValues(TKey key, ReadOnlySpan<TValue> values);

    public abstract void Set(TKey key, TValue value);

    public abstract bool TryAdd(TKey key, TValue value);

    public abstract bool TryUpdate(TKey key, TValue value);

    public abstract bool Remove(TKey key);

    public abstract ref TValue Reference(TKey key);

    public abstract ref TValue GetOrAdd(TKey key);

    public abstract IEnumerator<KeyValuePair<TKey, TValue>> GetEnumerator();

    /// <summary>The keys with the values of all processors.</summary>
    public abstract IEnumerable<KeyValuePair<TKey, TValue[]>> AllValues();

    /// <summary>The error for a key without an entry.</summary>
    public abstract Exception Missing(TKey key);
}
