using System.Collections;
using System.Runtime.CompilerServices;

namespace CsBpf;

/// <summary>A map from keys to values that BPF programs and user space share.</summary>
/// <typeparam name="TKey">The key: an unmanaged struct or a primitive.</typeparam>
/// <typeparam name="TValue">The value: an unmanaged struct or a primitive.</typeparam>
/// <remarks>
/// Where the object is loaded, every member is a call to the kernel that copies a key or value and allocates nothing; where it is not, the
/// entries are in memory, and what makes a program take its fault exit is a <see cref="BpfFaultException"/>. References into a map in the
/// kernel cannot be had from user space.
/// </remarks>
public abstract class BpfKeyedMap<TKey, TValue> : BpfMap, IEnumerable<KeyValuePair<TKey, TValue>>
    where TKey : unmanaged
    where TValue : unmanaged
{
    private HashEntries<TKey, TValue>? _entries;

    private protected BpfKeyedMap(int maxEntries)
        : base(maxEntries)
    {
    }

    /// <summary>The number of entries. In the kernel they are counted one by one.</summary>
    public int Count => Entries.Count;

    private protected override int KeySize => Unsafe.SizeOf<TKey>();

    private protected override int ValueSize => Unsafe.SizeOf<TValue>();

    private protected HashEntries<TKey, TValue> Entries => _entries ??= Simulate();

    /// <summary>The value of a key. In a program, get takes the fault exit where there is no entry, set where the map is full.</summary>
    /// <param name="key">The key.</param>
    /// <exception cref="KeyNotFoundException">The object is loaded, and there is no entry to get.</exception>
    /// <exception cref="BpfException">The object is loaded, and the map is full.</exception>
    /// <exception cref="BpfFaultException">The object is not loaded, and there is no entry to get or the map is full.</exception>
    [MapOperation(MapOperation.Value)]
    public TValue this[TKey key]
    {
        get => TryGetValue(key, out var value) ? value : throw Entries.Missing(key);
        set => Entries.Set(Clean(key), Clean(value));
    }

    /// <summary>A reference to the entry of a key. Takes the fault exit where there is none.</summary>
    /// <param name="key">The key.</param>
    /// <exception cref="InvalidOperationException">The object is loaded: references into the kernel cannot be had from user
    /// space.</exception>
    [MapOperation(MapOperation.Reference)]
    public ref TValue Reference(TKey key) => ref Entries.Reference(Clean(key));

    /// <summary>Copies the value of a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value; <c>default</c> where there is no entry.</param>
    /// <returns>False where there is no entry.</returns>
    [MapOperation(MapOperation.TryGetValue)]
    public bool TryGetValue(TKey key, out TValue value) => Entries.TryGetValue(Clean(key), out value);

    /// <summary>Whether there is an entry for a key.</summary>
    /// <param name="key">The key.</param>
    [MapOperation(MapOperation.ContainsKey)]
    public bool ContainsKey(TKey key) => Entries.ContainsKey(Clean(key));

    /// <summary>Adds an entry.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    /// <returns>False where there is one already, or where the map is full.</returns>
    [MapOperation(MapOperation.TryAdd)]
    public bool TryAdd(TKey key, TValue value) => Entries.TryAdd(Clean(key), Clean(value));

    /// <summary>Changes an entry.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    /// <returns>False where there is none.</returns>
    [MapOperation(MapOperation.TryUpdate)]
    public bool TryUpdate(TKey key, TValue value) => Entries.TryUpdate(Clean(key), Clean(value));

    /// <summary>Removes an entry.</summary>
    /// <param name="key">The key.</param>
    /// <returns>False where there is none.</returns>
    [MapOperation(MapOperation.Remove)]
    public bool Remove(TKey key) => Entries.Remove(Clean(key));

    /// <summary>
    /// The entries. Each that is there all the time is given once, in the kernel also where others come and go meanwhile (Linux 5.6).
    /// </summary>
    public IEnumerator<KeyValuePair<TKey, TValue>> GetEnumerator() => Entries.GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The entries of an object that is not loaded.</summary>
    private protected abstract HashEntries<TKey, TValue> Simulate();

    /// <summary>The entries in the kernel.</summary>
    private protected virtual HashEntries<TKey, TValue> Open(LoadedMap map) => new KernelHash<TKey, TValue>(map);

    private protected TKey Clean(TKey key)
    {
        Entries.KeyPadding.Clear(ref key);
        return key;
    }

    private protected TValue Clean(TValue value)
    {
        Entries.ValuePadding.Clear(ref value);
        return value;
    }

    private protected override void UseKernel(LoadedMap map) => _entries = Open(map);
}
