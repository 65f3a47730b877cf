namespace CsBpf;

/// <summary>Takes an event of a ring buffer.</summary>
/// <param name="value">The event, in the memory of the buffer: it is there until the method returns.</param>
/// <typeparam name="TEvent">The event.</typeparam>
public delegate void RingBufferHandler<TEvent>(ref readonly TEvent value)
    where TEvent : unmanaged;
