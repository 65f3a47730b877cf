namespace CsBpf;

/// <summary>A hash table in this process: a slot keeps its place while its entry lives, so that references to it stay good.</summary>
internal sealed class SimulatedHash<TKey, TValue> : HashEntries<TKey, TValue>
    where TKey : unmanaged
    where TValue : unmanaged
{
    private readonly Dictionary<TKey, int> _slots = new(ByteComparer<TKey>.Instance);
    private readonly Stack<int> _free = new();
    private readonly TValue[] _values;

    public SimulatedHash(int maxEntries)
        : base(Padding.Of<TKey>(), Padding.Of<TValue>())
    {
        _values = new TValue[maxEntries];
        for (int slot = maxEntries - 1; slot >= 0; slot--)
            _free.Push(slot);
    }

    public override int Count => _slots.Count;

    public override bool TryGetValue(TKey key, out TValue value)
    {
        bool found = _slots.TryGetValue(key, out int slot);
        value = found ? _values[slot] : default;
        return found;
    }

    public override void Set(TKey key, TValue value) => GetOrAdd(key) = value;

    public override bool TryAdd(TKey key, TValue value)
    {
        if (_slots.ContainsKey(key) || _free.Count == 0)
            return false;
        GetOrAdd(key) = value;
        return true;
    }

    public override bool TryUpdate(TKey key, TValue value)
    {
        if (!_slots.TryGetValue(key, out int slot))
            return false;
        _values[slot] = value;
        return true;
    }

    public override bool Remove(TKey key)
    {
        if (!_slots.Remove(key, out int slot))
            return false;
        _free.Push(slot);
        return true;
    }

    public override ref TValue Reference(TKey key)
    {
        if (!_slots.TryGetValue(key, out int slot))
            throw Missing(key);
        return ref _values[slot];
    }

    public override ref TValue GetOrAdd(TKey key)
    {
        if (!_slots.TryGetValue(key, out int slot))
        {
            if (!_free.TryPop(out slot))
                throw new BpfFaultException($"The map is full: it holds {_values.Length} entries.");
            _slots.Add(key, slot);
            _values[slot] = default;
        }

        return ref _values[slot];
    }

    public override IEnumerator<KeyValuePair<TKey, TValue>> GetEnumerator()
    {
        // A copy, since entries may come and go while the caller goes through them, as in the kernel.
        foreach (var (key, slot) in _slots.ToArray())
            yield return new KeyValuePair<TKey, TValue>(key, _values[slot]);
    }

    public override Exception Missing(TKey key) => new BpfFaultException($"The map has no entry for {key}.");
}
