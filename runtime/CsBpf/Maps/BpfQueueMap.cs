using System.Runtime.CompilerServices;

namespace CsBpf;

/// <summary>A queue that BPF programs and user space share: first in, first out (Linux 4.20).</summary>
/// <typeparam name="TValue">The value: an unmanaged struct or a primitive.</typeparam>
[MapType(BpfMapType.Queue, Since = "4.20", SinceInSleepable = "6.12")]
public sealed class BpfQueueMap<TValue> : BpfMap
    where TValue : unmanaged
{
    private SequenceElements<TValue>? _elements;

    /// <summary>Declares the map. The arguments must be constants: they become the map's definition in the object.</summary>
    /// <param name="maxEntries">The largest number of elements, at least 1.</param>
    public BpfQueueMap([MapDefinition("max_entries")] int maxEntries)
        : base(maxEntries)
    {
    }

    private protected override BpfMapType Type => BpfMapType.Queue;

    private protected override int KeySize => 0;

    private protected override int ValueSize => Unsafe.SizeOf<TValue>();

    private SequenceElements<TValue> Elements => _elements ??= new SimulatedQueue<TValue>(MaxEntries);

    /// <summary>Adds an element at the end.</summary>
    /// <param name="value">The element.</param>
    /// <returns>False where the map is full.</returns>
    [Helper(87, Name = "bpf_map_push_elem", Since = "4.20", HasFlags = true, ZeroIsTrue = true)]
    public bool TryEnqueue(in TValue value) => Elements.TryAdd(value);

    /// <summary>Takes the element from the start.</summary>
    /// <param name="value">The element; <c>default</c> where the map is empty.</param>
    /// <returns>False where the map is empty.</returns>
    [Helper(88, Name = "bpf_map_pop_elem", Since = "4.20", ZeroIsTrue = true)]
    public bool TryDequeue(out TValue value) => Elements.TryTake(out value);

    /// <summary>Copies the element at the start.</summary>
    /// <param name="value">The element; <c>default</c> where the map is empty.</param>
    /// <returns>False where the map is empty.</returns>
    [Helper(89, Name = "bpf_map_peek_elem", Since = "4.20", ZeroIsTrue = true)]
    public bool TryPeek(out TValue value) => Elements.TryPeek(out value);

    private protected override void UseKernel(LoadedMap map) => _elements = new KernelSequence<TValue>(map);
}
