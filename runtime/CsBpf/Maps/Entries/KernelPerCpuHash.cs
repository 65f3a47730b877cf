using CsBpf.Syscalls;

namespace CsBpf;

/// <summary>A map with keys in the kernel, with a value for each processor.</summary>
internal sealed unsafe class KernelPerCpuHash<TKey, TValue>(LoadedMap map) : HashEntries<TKey, TValue>(map.KeyPadding, map.ValuePadding)
    where TKey : unmanaged
    where TValue : unmanaged
{
    private readonly byte[] _bytes = new byte[ProcessorValues.Size<TValue>()];

    public override int Count
    {
        get
        {
            int count = 0;
            var batch = NewBatch();
            while (batch.Next())
                count += batch.Count;
            return count;
        }
    }

    public override bool ContainsKey(TKey key)
    {
        lock (_bytes)
            return Lookup(key);
    }

    public override bool TryGetValue(TKey key, out TValue value) => throw ProcessorValues.NoSingleValue(map);

    public override bool TryGetValues(TKey key, Span<TValue> values)
    {
        lock (_bytes)
        {
            bool found = Lookup(key);
            if (found)
                ProcessorValues.Read(_bytes, values);
            else
                values.Clear();
            return found;
        }
    }

    public override void Set(TKey key, TValue value) => throw ProcessorValues.NoSingleValue(map);

    public override void SetValues(TKey key, ReadOnlySpan<TValue> values)
    {
        lock (_bytes)
        {
            ProcessorValues.Write(values, ValuePadding, _bytes);
            fixed (byte* bytes = _bytes)
            {
                int result = MapCalls.Update(map.Handle, &key, bytes, MapUpdate.Any);
                if (result < 0)
                    throw map.Failed("write the map", result);
            }
        }
    }

    public override bool TryAdd(TKey key, TValue value) => throw ProcessorValues.NoSingleValue(map);

    public override bool TryUpdate(TKey key, TValue value) => throw ProcessorValues.NoSingleValue(map);

    public override bool Remove(TKey key)
    {
        int result = MapCalls.Delete(map.Handle, &key);
        return result >= 0 || (result == -(int)Errno.ENOENT ? false : throw map.Failed("remove from the map", result));
    }

    public override ref TValue Reference(TKey key) => throw ProcessorValues.NoSingleValue(map);

    public override ref TValue GetOrAdd(TKey key) => throw ProcessorValues.NoSingleValue(map);

    public override IEnumerator<KeyValuePair<TKey, TValue>> GetEnumerator() => throw ProcessorValues.NoSingleValue(map);

    public override IEnumerable<KeyValuePair<TKey, TValue[]>> AllValues()
    {
        var batch = NewBatch();
        while (batch.Next())
        {
            for (int i = 0; i < batch.Count; i++)
            {
                var values = new TValue[Processors.Possible];
                ProcessorValues.Read(batch.Values.AsSpan(i * _bytes.Length), values.AsSpan());
                yield return new KeyValuePair<TKey, TValue[]>(batch.Keys[i], values);
            }
        }
    }

    public override Exception Missing(TKey key) => new KeyNotFoundException($"The map {map.Name} has no entry for {key}.");

    private MapBatch<TKey, byte> NewBatch() => new(map, _bytes.Length);

    private bool Lookup(TKey key)
    {
        fixed (byte* bytes = _bytes)
        {
            int result = MapCalls.Lookup(map.Handle, &key, bytes);
            return result >= 0 || (result == -(int)Errno.ENOENT ? false : throw map.Failed("read the map", result));
        }
    }
}
