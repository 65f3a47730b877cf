namespace CsBpf;

/// <summary>A hash table that BPF programs and user space share (Linux 3.19).</summary>
/// <typeparam name="TKey">The key: an unmanaged struct or a primitive, compared byte by byte.</typeparam>
/// <typeparam name="TValue">The value: an unmanaged struct or a primitive.</typeparam>
[MapType(BpfMapType.Hash)]
public sealed class BpfHashMap<TKey, TValue> : BpfMap
    where TKey : unmanaged
    where TValue : unmanaged
{
    private readonly Dictionary<TKey, int> _slots;
    private readonly Stack<int> _free = new();
    private readonly TValue[] _values;

    /// <summary>Declares the map. The arguments must be constants: they become the map's definition in the object.</summary>
    /// <param name="maxEntries">The largest number of entries, at least 1.</param>
    public BpfHashMap([MapDefinition("max_entries")] int maxEntries)
        : base(maxEntries)
    {
        _slots = [];
        _values = new TValue[maxEntries];
        for (int slot = maxEntries - 1; slot >= 0; slot--)
            _free.Push(slot);
    }

    /// <summary>The value of a key. In a program, get takes the fault exit where there is no entry, set where the map is full.</summary>
    /// <param name="key">The key.</param>
    [MapOperation(MapOperation.Value)]
    public TValue this[TKey key]
    {
        get => Reference(key);
        set => GetOrAdd(key) = value;
    }

    /// <summary>A reference to the entry of a key, made with zeroes where there is none. Takes the fault exit where the map is full.</summary>
    /// <param name="key">The key.</param>
    [MapOperation(MapOperation.GetOrAdd)]
    public ref TValue GetOrAdd(TKey key)
    {
        if (!_slots.TryGetValue(key, out int slot))
        {
            if (!_free.TryPop(out slot))
                throw new BpfFaultException($"The map is full: it holds {MaxEntries} entries.");
            _slots.Add(key, slot);
            _values[slot] = default;
        }

        return ref _values[slot];
    }

    /// <summary>A reference to the entry of a key. Takes the fault exit where there is none.</summary>
    /// <param name="key">The key.</param>
    [MapOperation(MapOperation.Reference)]
    public ref TValue Reference(TKey key)
    {
        if (!_slots.TryGetValue(key, out int slot))
            throw new BpfFaultException($"The map has no entry for {key}.");
        return ref _values[slot];
    }

    /// <summary>Copies the value of a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value; <c>default</c> where there is no entry.</param>
    /// <returns>False where there is no entry.</returns>
    [MapOperation(MapOperation.TryGetValue)]
    public bool TryGetValue(TKey key, out TValue value)
    {
        bool found = _slots.TryGetValue(key, out int slot);
        value = found ? _values[slot] : default;
        return found;
    }

    /// <summary>Whether there is an entry for a key.</summary>
    /// <param name="key">The key.</param>
    [MapOperation(MapOperation.ContainsKey)]
    public bool ContainsKey(TKey key) => _slots.ContainsKey(key);

    /// <summary>Adds an entry.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    /// <returns>False where there is one already, or where the map is full.</returns>
    [MapOperation(MapOperation.TryAdd)]
    public bool TryAdd(TKey key, TValue value)
    {
        if (_slots.ContainsKey(key) || _free.Count == 0)
            return false;
        GetOrAdd(key) = value;
        return true;
    }

    /// <summary>Changes an entry.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    /// <returns>False where there is none.</returns>
    [MapOperation(MapOperation.TryUpdate)]
    public bool TryUpdate(TKey key, TValue value)
    {
        if (!_slots.TryGetValue(key, out int slot))
            return false;
        _values[slot] = value;
        return true;
    }

    /// <summary>Removes an entry.</summary>
    /// <param name="key">The key.</param>
    /// <returns>False where there is none.</returns>
    [MapOperation(MapOperation.Remove)]
    public bool Remove(TKey key)
    {
        if (!_slots.Remove(key, out int slot))
            return false;
        _free.Push(slot);
        return true;
    }
}
