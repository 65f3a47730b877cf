namespace CsBpf;

/// <summary>
/// A ring buffer (Linux 5.8): programs write events, on any processor, and user space reads them in the order in which they were written.
/// </summary>
/// <typeparam name="TEvent">The event: an unmanaged struct or a primitive.</typeparam>
/// <remarks>
/// One thread at a time may read; any number may write. User space reads the kernel's memory in place: don't dispose the object while another
/// thread reads.
/// </remarks>
/// <example><code>
/// public readonly BpfRingBuffer&lt;Event&gt; Events = new(size: 1 &lt;&lt; 20);
///
/// await foreach (Event e in program.Events.ReadAllAsync(cancellationToken))
///     Console.WriteLine(e.ProcessId);
/// </code></example>
[MapType(BpfMapType.RingBuffer, Since = "5.8")]
public sealed class BpfRingBuffer<TEvent> : BpfMap
    where TEvent : unmanaged
{
    private RingReader<TEvent>? _reader;
    private SimulatedRing? _simulated;

    /// <summary>Declares the map. The argument must be constant: it becomes the map's definition in the object.</summary>
    /// <param name="size">
    /// The size in bytes: a power of two, and of whole pages. Each event takes 8 bytes more than its size, which is rounded up to 8.
    /// </param>
    /// <exception cref="ArgumentException">The size is no power of two, or less than a page.</exception>
    public BpfRingBuffer([MapDefinition("max_entries")] int size)
        : base(size)
    {
        if (!int.IsPow2(size) || size < SimulatedRing.PageSize)
            throw new ArgumentException($"The size of a ring buffer is a power of two, and at least a page ({SimulatedRing.PageSize} bytes).", nameof(size));
    }

    /// <summary>The bytes that were written and not read yet, with what the buffer needs for each event.</summary>
    [Helper(134, Name = "bpf_ringbuf_query", Since = "5.8", HasFlags = true)]
    public long AvailableData => Reader.AvailableData;

    private protected override BpfMapType Type => BpfMapType.RingBuffer;

    private protected override int KeySize => 0;

    private protected override int ValueSize => 0;

    private RingReader<TEvent> Reader => _reader ?? Simulate();

    /// <summary>Writes an event. Programs do this; outside of the kernel it is for their tests.</summary>
    /// <param name="value">The event.</param>
    /// <param name="wakeup">Whether who waits for events is told.</param>
    /// <returns>False where there is no room.</returns>
    /// <exception cref="InvalidOperationException">The buffer is in the kernel, where only programs write.</exception>
    [Helper(130, Name = "bpf_ringbuf_output", Since = "5.8", HasSize = true, ZeroIsTrue = true)]
    public bool TryWrite(in TEvent value, RingBufferWakeup wakeup = RingBufferWakeup.Adaptive) => Simulated.TryWrite(value, wakeup);

    /// <summary>
    /// Takes memory for an event, which the program fills in place, and submits. What is not submitted at the end of the scope is dropped.
    /// Events that come behind it are read when it is submitted or dropped.
    /// </summary>
    /// <returns>The memory; where there is no room, none.</returns>
    /// <exception cref="InvalidOperationException">The buffer is in the kernel, where only programs write.</exception>
    /// <example><code>
    /// using var entry = Events.Reserve();
    /// if (!entry.IsReserved)
    ///     return 0;
    /// entry.Value.ProcessId = id;
    /// entry.Submit();
    /// </code></example>
    [Helper(131, Name = "bpf_ringbuf_reserve", Since = "5.8", HasSize = true, HasFlags = true)]
    public RingBufferEntry<TEvent> Reserve() => new(ref Simulated.Reserve<TEvent>());

    /// <summary>Takes the next event.</summary>
    /// <param name="value">The event; <c>default</c> where there is none.</param>
    /// <returns>False where there is none, or the next one is still being written.</returns>
    /// <exception cref="InvalidDataException">The next record is smaller than an event.</exception>
    public bool TryRead(out TEvent value) => Reader.TryRead(out value);

    /// <summary>Passes all events that are there to a method, which sees them in the buffer's memory, and no longer than it runs.</summary>
    /// <param name="handler">The method. Where it throws, the event that it had is gone, and those behind it stay.</param>
    /// <returns>The number of events.</returns>
    /// <exception cref="InvalidDataException">A record is smaller than an event.</exception>
    public int Consume(RingBufferHandler<TEvent> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return Reader.Consume(handler);
    }

    /// <summary>Waits until there is an event to read.</summary>
    /// <param name="timeout">How long at most; <see cref="Timeout.InfiniteTimeSpan"/> for ever.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>False where the time is over.</returns>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The object was disposed.</exception>
    public bool Wait(TimeSpan timeout, CancellationToken cancellationToken = default) => Reader.Wait(timeout, cancellationToken);

    /// <summary>Reads events as they come: <c>await foreach</c>.</summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    public IAsyncEnumerable<TEvent> ReadAllAsync(CancellationToken cancellationToken = default) => Reader.ReadAllAsync(cancellationToken);

    private protected override void UseKernel(LoadedMap map)
    {
        _reader = new RingReader<TEvent>(map.Ring);
        _simulated = null;
    }

    private SimulatedRing Simulated
    {
        get
        {
            if (Loaded is not null)
                throw new InvalidOperationException($"The ring buffer {Loaded.Name} is in the kernel, where only programs write.");
            if (_simulated is null)
                Simulate();
            return _simulated!;
        }
    }

    // Threads that are the first to use it must not have two.
    private RingReader<TEvent> Simulate()
    {
        SimulatedRing ring = Interlocked.CompareExchange(ref _simulated, new SimulatedRing(MaxEntries), null) ?? _simulated;
        return Interlocked.CompareExchange(ref _reader, new RingReader<TEvent>(ring), null) ?? _reader;
    }
}
