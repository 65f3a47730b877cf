using System.Runtime.CompilerServices;

namespace CsBpf;

/// <summary>A map whose keys are indexes. Every entry exists from the start, as zeroes.</summary>
/// <typeparam name="TValue">The value: an unmanaged struct or a primitive.</typeparam>
public abstract class BpfIndexedMap<TValue> : BpfMap
    where TValue : unmanaged
{
    private ArrayEntries<TValue>? _entries;

    private protected BpfIndexedMap(int maxEntries)
        : base(maxEntries)
    {
    }

    private protected override int KeySize => sizeof(uint);

    private protected override int ValueSize => Unsafe.SizeOf<TValue>();

    private protected ArrayEntries<TValue> Entries => _entries ??= Simulate();

    /// <summary>
    /// A reference to an entry; in a loaded object to memory that is shared with the programs, without a call to the kernel, good until the
    /// object is disposed. In a program, takes the fault exit where the index is out of range.
    /// </summary>
    /// <param name="index">The index, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The object is loaded, and the index is out of range.</exception>
    /// <exception cref="InvalidOperationException">The object is loaded, and its map is not defined with
    /// <see cref="BpfMapFlags.Mmapable"/>.</exception>
    /// <exception cref="BpfFaultException">The object is not loaded, and the index is out of range.</exception>
    [MapOperation(MapOperation.Reference)]
    public ref TValue this[int index] => ref Entries.Reference(index);

    /// <summary>Copies an entry.</summary>
    /// <param name="index">The index, from 0.</param>
    /// <param name="value">The value; <c>default</c> where the index is out of range.</param>
    /// <returns>False where the index is out of range.</returns>
    [MapOperation(MapOperation.TryGetValue)]
    public bool TryGetValue(int index, out TValue value)
    {
        if ((uint)index < (uint)MaxEntries)
            return Entries.TryGetValue(index, out value);
        value = default;
        return false;
    }

    /// <summary>Changes an entry.</summary>
    /// <param name="index">The index, from 0.</param>
    /// <param name="value">The value.</param>
    /// <returns>False where the index is out of range.</returns>
    [MapOperation(MapOperation.TryUpdate)]
    public bool TryUpdate(int index, TValue value)
    {
        if ((uint)index >= (uint)MaxEntries)
            return false;
        Entries.ValuePadding.Clear(ref value);
        return Entries.TryUpdate(index, value);
    }

    /// <summary>
    /// Does something with each entry, in the order of the indexes; the verifier looks at it once (Linux 5.13). A fault in it is one of the program.
    /// </summary>
    /// <param name="action">What to do: a lambda, a local function or a method.</param>
    /// <returns>The number of entries.</returns>
    /// <exception cref="InvalidOperationException">The object is loaded, and its map is not defined with <see cref="BpfMapFlags.Mmapable"/>: references into the kernel cannot be had from user
    /// space.</exception>
    [Helper(164, Name = "bpf_for_each_map_elem", Since = "5.13", HasFlags = true, ErrorIsFault = true)]
    public uint ForEach(EntryAction<int, TValue> action)
    {
        ArgumentNullException.ThrowIfNull(action);
        return ForEach((in int key, ref TValue value) =>
        {
            action(in key, ref value);
            return true;
        });
    }

    /// <summary>Does something with each entry, in the order of the indexes, until it returns <see langword="false"/> (Linux 5.13).</summary>
    /// <returns>The number of entries that it was done with, the last included.</returns>
    /// <inheritdoc cref="ForEach(EntryAction{int, TValue})"/>
    [Helper(164, Name = "bpf_for_each_map_elem", Since = "5.13", HasFlags = true, ErrorIsFault = true)]
    public uint ForEach(EntryCondition<int, TValue> condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        for (int index = 0; index < MaxEntries; index++)
        {
            if (!condition(in index, ref Entries.Reference(index)))
                return (uint)index + 1;
        }

        return (uint)MaxEntries;
    }

    /// <summary>The entries of an object that is not loaded.</summary>
    private protected abstract ArrayEntries<TValue> Simulate();

    /// <summary>The entries in the kernel.</summary>
    private protected abstract ArrayEntries<TValue> Open(LoadedMap map);

    private protected override void UseKernel(LoadedMap map) => _entries = Open(map);
}
