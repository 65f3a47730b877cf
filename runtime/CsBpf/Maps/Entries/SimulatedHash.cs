namespace CsBpf;

/// <summary>A hash table in this process: a slot keeps its place while its entry lives, so that references to it stay good.</summary>
internal sealed class SimulatedHash<TKey, TValue> : HashEntries<TKey, TValue>
    where TKey : unmanaged
    where TValue : unmanaged
{
    private readonly Dictionary<TKey, int> _slots = new(ByteComparer<TKey>.Instance);
    private readonly Stack<int> _free = new();
    private readonly TValue[][] _values;
    private readonly long[] _lastUses;
    private long _uses;

    /// <param name="maxEntries">The largest number of entries.</param>
    /// <param name="processors">The number of processors that have values of their own.</param>
    public SimulatedHash(int maxEntries, int processors = 1)
        : base(Padding.Of<TKey>(), Padding.Of<TValue>())
    {
        _values = [.. Enumerable.Range(0, processors).Select(_ => new TValue[maxEntries])];
        _lastUses = new long[maxEntries];
        for (int slot = maxEntries - 1; slot >= 0; slot--)
            _free.Push(slot);
    }

    /// <summary>True where what was used longest ago makes room for what is new.</summary>
    public bool IsLeastRecentlyUsed { get; init; }

    public override int Count => _slots.Count;

    private TValue[] Values => _values[_values.Length == 1 ? 0 : SimulatedProcessor.Current % _values.Length];

    public override bool ContainsKey(TKey key) => Find(key, out _);

    public override bool TryGetValue(TKey key, out TValue value)
    {
        bool found = Find(key, out int slot);
        value = found ? Values[slot] : default;
        return found;
    }

    public override bool TryGetValues(TKey key, Span<TValue> values)
    {
        bool found = Find(key, out int slot);
        for (int processor = 0; processor < _values.Length; processor++)
            values[processor] = found ? _values[processor][slot] : default;
        return found;
    }

    public override void Set(TKey key, TValue value) => GetOrAdd(key) = value;

    public override void SetValues(TKey key, ReadOnlySpan<TValue> values)
    {
        int slot = FindOrAdd(key);
        for (int processor = 0; processor < _values.Length; processor++)
            _values[processor][slot] = values[processor];
    }

    public override bool TryAdd(TKey key, TValue value)
    {
        if (_slots.ContainsKey(key) || (_free.Count == 0 && !IsLeastRecentlyUsed))
            return false;
        GetOrAdd(key) = value;
        return true;
    }

    public override bool TryUpdate(TKey key, TValue value)
    {
        if (!Find(key, out int slot))
            return false;
        Values[slot] = value;
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
        if (!Find(key, out int slot))
            throw Missing(key);
        return ref Values[slot];
    }

    public override ref TValue GetOrAdd(TKey key) => ref Values[FindOrAdd(key)];

    public override IEnumerator<KeyValuePair<TKey, TValue>> GetEnumerator()
    {
        // A copy, since entries may come and go while the caller goes through them, as in the kernel.
        foreach (var (key, slot) in _slots.ToArray())
            yield return new KeyValuePair<TKey, TValue>(key, Values[slot]);
    }

    public override IEnumerable<KeyValuePair<TKey, TValue[]>> AllValues() =>
        _slots.ToArray().Select(entry => KeyValuePair.Create(entry.Key, Array.ConvertAll(_values, values => values[entry.Value])));

    public override Exception Missing(TKey key) => new BpfFaultException($"The map has no entry for {key}.");

    private bool Find(TKey key, out int slot)
    {
        bool found = _slots.TryGetValue(key, out slot);
        if (found)
            _lastUses[slot] = ++_uses;
        return found;
    }

    private int FindOrAdd(TKey key)
    {
        if (Find(key, out int slot))
            return slot;
        if (_free.Count == 0 && IsLeastRecentlyUsed)
            Remove(_slots.MinBy(entry => _lastUses[entry.Value]).Key);
        if (!_free.TryPop(out slot))
            throw new BpfFaultException($"The map is full: it holds {_lastUses.Length} entries.");
        _slots.Add(key, slot);
        _lastUses[slot] = ++_uses;
        foreach (TValue[] values in _values)
            values[slot] = default;
        return slot;
    }
}
