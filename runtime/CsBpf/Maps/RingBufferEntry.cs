using System.Runtime.CompilerServices;

namespace CsBpf;

/// <summary>
/// Memory for an event in a ring buffer, zeroed: see <see cref="BpfRingBuffer{TEvent}.Reserve"/>. Without <see cref="Submit"/> nobody sees it.
/// </summary>
/// <typeparam name="TEvent">The event.</typeparam>
[KernelResource]
public ref struct RingBufferEntry<TEvent>
    where TEvent : unmanaged
{
    /// <summary>The event, until it is submitted. Where the buffer had no room, using it is a fault.</summary>
    public ref TEvent Value;

    internal RingBufferEntry(ref TEvent value) => Value = ref value;

    /// <summary>True where there is memory: the buffer had room, and the event is not submitted yet.</summary>
    public readonly bool IsReserved => !Unsafe.IsNullRef(ref Value);

    /// <summary>Hands the event over to user space. Where the buffer had no room, or it is handed over already, this is a fault.</summary>
    /// <param name="wakeup">Whether who waits for events is told.</param>
    [Helper(132, Name = "bpf_ringbuf_submit", Since = "5.8")]
    public void Submit(RingBufferWakeup wakeup = RingBufferWakeup.Adaptive)
    {
        if (!IsReserved)
            throw new InvalidOperationException("There is no event to submit: the ring buffer had no room, or has it already.");
        SimulatedRing.Commit(ref Value, 0, wakeup);
        Value = ref Unsafe.NullRef<TEvent>();
    }

    /// <summary>Drops an event that was not submitted.</summary>
    [Helper(133, Name = "bpf_ringbuf_discard", Since = "5.8", HasFlags = true)]
    public void Dispose()
    {
        if (!IsReserved)
            return;
        SimulatedRing.Commit(ref Value, RingMemory.Discarded, RingBufferWakeup.Adaptive);
        Value = ref Unsafe.NullRef<TEvent>();
    }
}
