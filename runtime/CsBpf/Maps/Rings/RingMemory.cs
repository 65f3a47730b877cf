namespace CsBpf;

/// <summary>
/// The memory of a ring buffer: two positions, which only grow, and the records between them. A record is a header of 8 bytes, of which the first four
/// are its length and two flags, and what was written, rounded up to 8. It does not wrap around: behind the last byte there are the first ones again.
/// </summary>
internal abstract unsafe class RingMemory : IDisposable
{
    /// <summary>The size of a record's header.</summary>
    public const int HeaderSize = 8;

    /// <summary>The flag of a record that is being written (<c>BPF_RINGBUF_BUSY_BIT</c>).</summary>
    public const uint Busy = 1u << 31;

    /// <summary>The flag of a record that nobody wants (<c>BPF_RINGBUF_DISCARD_BIT</c>).</summary>
    public const uint Discarded = 1u << 30;

    private readonly ulong _mask;
    private readonly string _name;
    private ulong* _consumed;
    private readonly ulong* _produced;
    private readonly byte* _data;

    private protected RingMemory(ulong* consumed, ulong* produced, byte* data, int size, string name)
    {
        _consumed = consumed;
        _produced = produced;
        _data = data;
        _mask = (ulong)size - 1;
        _name = name;
    }

    /// <summary>Where reading goes on. Writing it gives the memory before it back.</summary>
    /// <exception cref="ObjectDisposedException">The memory is gone.</exception>
    public ulong Consumed
    {
        get => Volatile.Read(ref *Positions);
        set => Volatile.Write(ref *Positions, value);
    }

    /// <summary>Where the next record will be written.</summary>
    /// <exception cref="ObjectDisposedException">The memory is gone.</exception>
    public ulong Produced
    {
        get
        {
            _ = Positions;
            return Volatile.Read(ref *_produced);
        }

        protected set => Volatile.Write(ref *_produced, value);
    }

    /// <summary>The largest number of bytes between the two positions.</summary>
    protected ulong Capacity => _mask;

    private ulong* Positions => _consumed is not null ? _consumed : throw new ObjectDisposedException(_name);

    /// <summary>The header of the record at a position.</summary>
    public uint* Header(ulong position) => (uint*)(_data + (position & _mask));

    /// <summary>The bytes that a record takes.</summary>
    /// <param name="length">What was written to it.</param>
    public static ulong Round(uint length) => ((ulong)length + HeaderSize + 7) & ~7UL;

    /// <summary>What a wait has to be told so that it misses nothing that is written from now on.</summary>
    public virtual int Epoch => 0;

    /// <summary>Waits until something was written, or the time is over, or the wait is cancelled; perhaps not as long.</summary>
    /// <param name="epoch">The <see cref="Epoch"/> from before it was found that there is nothing to read.</param>
    /// <param name="timeout">The time; negative for ever.</param>
    /// <param name="cancellationToken">Cancels it: the caller asks.</param>
    public abstract void Wait(int epoch, TimeSpan timeout, CancellationToken cancellationToken);

    /// <inheritdoc/>
    public virtual void Dispose() => _consumed = null;
}
