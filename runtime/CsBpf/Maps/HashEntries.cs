namespace CsBpf;

/// <summary>Where the entries of a hash table are: in this process or in the kernel.</summary>
internal abstract class HashEntries<TKey, TValue>
    where TKey : unmanaged
    where TValue : unmanaged
{
    public abstract int Count { get; }

    public abstract bool TryGetValue(TKey key, out TValue value);

    public abstract void Set(TKey key, TValue value);

    public abstract bool TryAdd(TKey key, TValue value);

    public abstract bool TryUpdate(TKey key, TValue value);

    public abstract bool Remove(TKey key);

    public abstract ref TValue Reference(TKey key);

    public abstract ref TValue GetOrAdd(TKey key);

    public abstract IEnumerator<KeyValuePair<TKey, TValue>> GetEnumerator();

    /// <summary>The error for a key without an entry.</summary>
    public abstract Exception Missing(TKey key);
}
