namespace CsBpf;

/// <summary>Whether who waits for the events of a ring buffer is told of one (<c>BPF_RB_*</c>).</summary>
public enum RingBufferWakeup
{
    /// <summary>Where all events before it were read.</summary>
    Adaptive = 0,

    /// <summary>No: it is read with the next of which someone is told.</summary>
    None = 1 << 0,

    /// <summary>Yes, in any case.</summary>
    Force = 1 << 1,
}
