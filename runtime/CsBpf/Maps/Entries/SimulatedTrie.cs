using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace CsBpf;

/// <summary>Prefixes in this process. There are few in a test: they are tried one after the other.</summary>
internal sealed class SimulatedTrie<TKey, TValue>(int maxEntries) : HashEntries<TKey, TValue>(Padding.Of<TKey>(), Padding.Of<TValue>())
    where TKey : unmanaged
    where TValue : unmanaged
{
    /// <summary>The most bytes that a key may have.</summary>
    public const int LargestKey = sizeof(uint) + 256;

    private readonly List<Entry> _entries = [];

    public override int Count => _entries.Count;

    public override bool ContainsKey(TKey key) => Longest(key) is not null;

    public override bool TryGetValue(TKey key, out TValue value)
    {
        Entry? entry = Longest(key);
        value = entry?.Value ?? default;
        return entry is not null;
    }

    public override bool TryGetValues(TKey key, Span<TValue> values) => TryGetValue(key, out values[0]);

    public override void Set(TKey key, TValue value)
    {
        if (!TryUpdate(key, value) && !TryAdd(key, value))
            throw new BpfFaultException($"The map is full: it holds {maxEntries} entries; or the prefix {key} is longer than its bits.");
    }

    public override void SetValues(TKey key, ReadOnlySpan<TValue> values) => Set(key, values[0]);

    public override bool TryAdd(TKey key, TValue value)
    {
        if (Length(key) > LongestPrefix || _entries.Count == maxEntries || Exact(key) is not null)
            return false;
        _entries.Add(new Entry(key, value));
        return true;
    }

    public override bool TryUpdate(TKey key, TValue value)
    {
        if (Exact(key) is not { } entry)
            return false;
        // The kernel puts a new entry in its place.
        _entries[_entries.IndexOf(entry)] = new Entry(key, value);
        return true;
    }

    public override bool Remove(TKey key) => Exact(key) is { } entry && _entries.Remove(entry);

    public override ref TValue Reference(TKey key) => ref (Longest(key) ?? throw Missing(key)).Value;

    public override ref TValue GetOrAdd(TKey key) => throw new NotSupportedException();

    public override IEnumerator<KeyValuePair<TKey, TValue>> GetEnumerator()
    {
        foreach (Entry entry in _entries.ToArray())
            yield return new KeyValuePair<TKey, TValue>(entry.Key, entry.Value);
    }

    public override IEnumerable<KeyValuePair<TKey, TValue[]>> AllValues() =>
        _entries.ToArray().Select(entry => new KeyValuePair<TKey, TValue[]>(entry.Key, [entry.Value]));

    public override Exception Missing(TKey key) => new BpfFaultException($"The map has no prefix of {key}.");

    private static uint LongestPrefix => (uint)(Bytes(default).Length - sizeof(uint)) * 8;

    private static ReadOnlySpan<byte> Bytes(TKey key) => MemoryMarshal.AsBytes(new ReadOnlySpan<TKey>(in key)).ToArray();

    private static uint Length(TKey key) => MemoryMarshal.Read<uint>(Bytes(key));

    private Entry? Longest(TKey key) => Length(key) > LongestPrefix ? null
        : _entries.Where(entry => Length(entry.Key) <= Length(key) && IsSame(entry.Key, key, Length(entry.Key))).MaxBy(entry => Length(entry.Key));

    private Entry? Exact(TKey key) => _entries.Find(entry => Length(entry.Key) == Length(key) && IsSame(entry.Key, key, Length(key)));

    private static bool IsSame(TKey left, TKey right, uint bits)
    {
        ReadOnlySpan<byte> leftBits = Bytes(left)[sizeof(uint)..];
        ReadOnlySpan<byte> rightBits = Bytes(right)[sizeof(uint)..];
        int whole = (int)bits / 8;
        int rest = (int)bits % 8;
        return leftBits[..whole].SequenceEqual(rightBits[..whole])
            && (rest == 0 || (leftBits[whole] ^ rightBits[whole]) >> (8 - rest) == 0);
    }

    private sealed class Entry(TKey key, TValue value)
    {
        public TKey Key { get; } = key;

        public TValue Value = value;
    }
}
