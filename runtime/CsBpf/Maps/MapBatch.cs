using CsBpf.Syscalls;

namespace CsBpf;

/// <summary>Reads a hash table in the kernel, some entries at a time (Linux 5.6). The kernel gives whole buckets.</summary>
internal sealed unsafe class MapBatch<TKey, TValue>(LoadedMap map)
    where TKey : unmanaged
    where TValue : unmanaged
{
    private const int FirstCapacity = 256;

    private uint _bucket;
    private bool _isStarted;
    private bool _isFinished;

    /// <summary>The keys; the first <see cref="Count"/> are filled.</summary>
    public TKey[] Keys { get; private set; } = new TKey[FirstCapacity];

    /// <summary>The values; the first <see cref="Count"/> are filled.</summary>
    public TValue[] Values { get; private set; } = new TValue[FirstCapacity];

    /// <summary>The number of entries that were read.</summary>
    public int Count { get; private set; }

    /// <summary>Reads the next entries.</summary>
    /// <returns>False where there are no more.</returns>
    /// <exception cref="BpfException">The kernel refused.</exception>
    public bool Next()
    {
        while (!_isFinished)
        {
            uint next = 0;
            uint count = (uint)Keys.Length;
            int result;
            fixed (TKey* keys = Keys)
            fixed (TValue* values = Values)
            fixed (uint* bucket = &_bucket)
                result = MapCalls.LookupBatch(map.Handle, _isStarted ? bucket : null, &next, keys, values, &count);

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
            _bucket = next;
            Count = (int)count;
            if (Count != 0)
                return true;
        }

        return false;
    }
}
