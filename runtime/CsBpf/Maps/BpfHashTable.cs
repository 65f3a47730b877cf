namespace CsBpf;

/// <summary>A hash table that BPF programs and user space share: keys are compared byte by byte.</summary>
/// <typeparam name="TKey">The key: an unmanaged struct or a primitive.</typeparam>
/// <typeparam name="TValue">The value: an unmanaged struct or a primitive.</typeparam>
public abstract class BpfHashTable<TKey, TValue> : BpfKeyedMap<TKey, TValue>
    where TKey : unmanaged
    where TValue : unmanaged
{
    private protected BpfHashTable(int maxEntries)
        : base(maxEntries)
    {
    }

    /// <summary>
    /// A reference to the entry of a key, made with zeroes where there is none. Takes the fault exit where the map is full.
    /// </summary>
    /// <param name="key">The key.</param>
    /// <exception cref="InvalidOperationException">The object is loaded: references into the kernel cannot be had from user
    /// space.</exception>
    [MapOperation(MapOperation.GetOrAdd)]
    public ref TValue GetOrAdd(TKey key) => ref Entries.GetOrAdd(Clean(key));

    /// <summary>
    /// Does something with each entry, in no particular order; the verifier looks at it once (Linux 5.13). A fault in it is one of the program.
    /// </summary>
    /// <param name="action">What to do: a lambda, a local function or a method.</param>
    /// <returns>The number of entries.</returns>
    /// <exception cref="InvalidOperationException">The object is loaded: references into the kernel cannot be had from user
    /// space.</exception>
    [Helper(164, Name = "bpf_for_each_map_elem", Since = "5.13", HasFlags = true, ErrorIsFault = true)]
    public uint ForEach(EntryAction<TKey, TValue> action)
    {
        ArgumentNullException.ThrowIfNull(action);
        return ForEach((in TKey key, ref TValue value) =>
        {
            action(in key, ref value);
            return true;
        });
    }

    /// <summary>Does something with each entry, in no particular order, until it returns <see langword="false"/> (Linux 5.13).</summary>
    /// <returns>The number of entries that it was done with, the last included.</returns>
    /// <inheritdoc cref="ForEach(EntryAction{TKey, TValue})"/>
    [Helper(164, Name = "bpf_for_each_map_elem", Since = "5.13", HasFlags = true, ErrorIsFault = true)]
    public uint ForEach(EntryCondition<TKey, TValue> condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        uint count = 0;
        foreach (var (key, _) in this)
        {
            // What was removed meanwhile is not there any more.
            if (!Entries.TryGetValue(key, out _))
                continue;
            count++;
            if (!condition(in key, ref Entries.Reference(key)))
                break;
        }

        return count;
    }
}
