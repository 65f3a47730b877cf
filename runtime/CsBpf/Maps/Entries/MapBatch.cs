using CsBpf.Syscalls;

namespace CsBpf;

/// <summary>Reads a map in the kernel, some entries at a time (Linux 5.6). Of a hash table the kernel gives whole buckets.</summary>
/// <param name="map">The map.</param>
/// <param name="valuesPerEntry">How many values there are for each key.</param>
internal sealed unsafe class MapBatch<TKey, TValue>(LoadedMap map, int valuesPerEntry = 1)
    where TKey : unmanaged
    where TValue : unmanaged
{
    private const int FirstCapacity = 256;

    // The number of a bucket, or the last key.
    private byte[] _from = new byte[Math.Max(sizeof(uint), map.KeySize)];
    private byte[] _to = new byte[Math.Max(sizeof(uint), map.KeySize)];
    private bool _isStarted;
    private bool _isFinished;

    /// <summary>The keys; the first <see cref="Count"/> are filled.</summary>
    public TKey[] Keys { get; private set; } = new TKey[FirstCapacity];

    /// <summary>The values; those of the first <see cref="Count"/> entries are filled.</summary>
    public TValue[] Values { get; private set; } = new TValue[FirstCapacity * valuesPerEntry];

    /// <summary>The number of entries that were read.</summary>
    public int Count { get; private set; }

    /// <summary>Reads the next entries.</summary>
    /// <returns>False where there are no more.</returns>
    /// <exception cref="BpfException">The kernel refused.</exception>
    public bool Next()
    {
        while (!_isFinished)
        {
            uint count = (uint)Keys.Length;
            int result;
            fixed (TKey* keys = Keys)
            fixed (TValue* values = Values)
            fixed (byte* from = _from)
            fixed (byte* to = _to)
                result = MapCalls.LookupBatch(map.Handle, _isStarted ? from : null, to, keys, values, &count);

            if (result == -(int)Errno.ENOSPC)
            {
                // A bucket has more entries than there is room for.
                Keys = new TKey[Keys.Length * 2];
                Values = new TValue[Values.Length * 2];
                continue;
            }

            if (result < 0 && result != -(int)Errno.ENOENT)
                throw map.Failed("read the entries of the map", result);
            _isFinished = result < 0;
            _isStarted = true;
            (_from, _to) = (_to, _from);
            Count = (int)count;
            if (Count != 0)
                return true;
        }

        return false;
    }
}
