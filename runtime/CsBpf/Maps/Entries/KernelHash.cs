using System.Diagnostics.CodeAnalysis;
using CsBpf.Syscalls;

namespace CsBpf;

/// <summary>A map with keys in the kernel, with one value for each.</summary>
internal sealed unsafe class KernelHash<TKey, TValue>(LoadedMap map) : HashEntries<TKey, TValue>(map.KeyPadding, map.ValuePadding)
    where TKey : unmanaged
    where TValue : unmanaged
{
    public override int Count
    {
        get
        {
            int count = 0;
            foreach (var batch in Batches())
                count += batch.Count;
            return count;
        }
    }

    public override bool TryGetValue(TKey key, out TValue value)
    {
        fixed (TValue* pointer = &value)
        {
            int result = MapCalls.Lookup(map.Handle, &key, pointer);
            if (result >= 0)
                return true;
            if (result != -(int)Errno.ENOENT)
                Throw("read the map", result);
            *pointer = default;
            return false;
        }
    }

    public override bool ContainsKey(TKey key) => TryGetValue(key, out _);

    public override bool TryGetValues(TKey key, Span<TValue> values) => TryGetValue(key, out values[0]);

    public override void SetValues(TKey key, ReadOnlySpan<TValue> values) => Set(key, values[0]);

    public override void Set(TKey key, TValue value)
    {
        int result = MapCalls.Update(map.Handle, &key, &value, MapUpdate.Any);
        if (result < 0)
            Throw("write the map", result);
    }

    public override bool TryAdd(TKey key, TValue value) =>
        Succeeded(MapCalls.Update(map.Handle, &key, &value, MapUpdate.NoExist), Errno.EEXIST, Errno.E2BIG, "add to the map");

    public override bool TryUpdate(TKey key, TValue value) =>
        Succeeded(MapCalls.Update(map.Handle, &key, &value, MapUpdate.Exist), Errno.ENOENT, Errno.ENOENT, "write the map");

    public override bool Remove(TKey key) =>
        Succeeded(MapCalls.Delete(map.Handle, &key), Errno.ENOENT, Errno.ENOENT, "remove from the map");

    public override ref TValue Reference(TKey key) => throw NoReference();

    public override ref TValue GetOrAdd(TKey key) => throw NoReference();

    public override IEnumerator<KeyValuePair<TKey, TValue>> GetEnumerator()
    {
        foreach (var batch in Batches())
        {
            for (int i = 0; i < batch.Count; i++)
                yield return new KeyValuePair<TKey, TValue>(batch.Keys[i], batch.Values[i]);
        }
    }

    public override IEnumerable<KeyValuePair<TKey, TValue[]>> AllValues()
    {
        foreach (var batch in Batches())
        {
            for (int i = 0; i < batch.Count; i++)
                yield return new KeyValuePair<TKey, TValue[]>(batch.Keys[i], [batch.Values[i]]);
        }
    }

    public override Exception Missing(TKey key) => new KeyNotFoundException($"The map {map.Name} has no entry for {key}.");

    private InvalidOperationException NoReference() => new(
        $"The map {map.Name} is in the kernel, where user space cannot have references: " +
        "use TryGetValue and the indexer, which copy the value.");

    private bool Succeeded(int result, Errno no, Errno alsoNo, string verb)
    {
        if (result < 0 && result != -(int)no && result != -(int)alsoNo)
            Throw(verb, result);
        return result >= 0;
    }

    [DoesNotReturn]
    private void Throw(string verb, int result) => throw map.Failed(verb, result);

    /// <summary>
    /// The entries, whole buckets at a time: what is removed or added meanwhile makes none of the others come twice or never.
    /// </summary>
    private IEnumerable<MapBatch<TKey, TValue>> Batches()
    {
        var batch = new MapBatch<TKey, TValue>(map);
        while (batch.Next())
            yield return batch;
    }
}
