namespace CsBpf;

/// <summary>
/// Buffers of events, one for each processor (Linux 4.4): programs write, user space reads. From Linux 5.8 on a
/// <see cref="BpfRingBuffer{TEvent}"/> is mostly better: one buffer, and events in their order.
/// </summary>
/// <typeparam name="TEvent">The event: an unmanaged struct or a primitive.</typeparam>
/// <remarks>
/// One thread at a time may read; any number may write. The events of a processor are read in the order in which they were written. Where a buffer has
/// no room, events are lost: <see cref="Lost"/> counts them.
/// </remarks>
/// <example><code>
/// public readonly BpfPerfBuffer&lt;Event&gt; Events = new();
///
/// await foreach (Event e in program.Events.ReadAllAsync(cancellationToken))
///     Console.WriteLine(e.ProcessId);
/// </code></example>
[MapType(BpfMapType.PerfEventArray, Key = typeof(uint), Value = typeof(uint), Since = "4.4", SinceInSleepable = "")]
public sealed class BpfPerfBuffer<TEvent> : BpfMap
    where TEvent : unmanaged
{
    // BPF_F_CURRENT_CPU.
    private const uint CurrentProcessor = uint.MaxValue;

    // Besides those of tracing.
    private const string Writing = "xdp tc netkit lwt_in lwt_out lwt_xmit lwt_seg6local socket sockops cgroup_skb sk_lookup";

    private readonly int _pages;
    private EventReader<TEvent>? _reader;
    private SimulatedRing? _simulated;

    /// <summary>Declares the map.</summary>
    /// <param name="pagesPerProcessor">The size of each buffer, in pages: a power of two. User space makes the buffers, when it first reads.</param>
    /// <exception cref="ArgumentException">The number of pages is no power of two.</exception>
    public BpfPerfBuffer(int pagesPerProcessor = 8)
        : base(Environment.ProcessorCount)
    {
        if (!int.IsPow2(pagesPerProcessor))
            throw new ArgumentException("The size of a buffer is a power of two, in pages.", nameof(pagesPerProcessor));
        _pages = pagesPerProcessor;
    }

    /// <summary>The number of events that were lost, as far as it was read what became of them.</summary>
    public long Lost => _reader is PerfReader<TEvent> reader ? reader.Lost : SimulatedLost;

    private protected override BpfMapType Type => BpfMapType.PerfEventArray;

    private protected override int KeySize => sizeof(uint);

    private protected override int ValueSize => sizeof(uint);

    private long SimulatedLost { get; set; }

    private EventReader<TEvent> Reader => _reader ??= Loaded is not null
        ? new PerfReader<TEvent>(Loaded.OpenPerfRings(_pages))
        : new RingReader<TEvent>(Simulated);

    private SimulatedRing Simulated => _simulated ??= new SimulatedRing(_pages * SimulatedRing.PageSize);

    /// <summary>
    /// Makes the buffers of a loaded object, where reading has not done that: programs can write from now on.
    /// </summary>
    /// <exception cref="InvalidOperationException">The object is not loaded.</exception>
    /// <exception cref="BpfException">The kernel refused.</exception>
    public void Open()
    {
        _ = InKernel;
        _ = Reader;
    }

    /// <summary>
    /// Writes an event, to the buffer of the processor that the program runs on. Only the program itself can do that (CSBPF0223). On the CLR it is for tests.
    /// </summary>
    /// <param name="value">The event.</param>
    /// <returns>False where there is no room, or nobody reads.</returns>
    /// <exception cref="InvalidOperationException">The buffers are in the kernel, where only programs write.</exception>
    [Helper(25, Name = "bpf_perf_event_output", Since = "4.4", TakesContext = true, Programs = ProgramKinds.Tracing + " " + Writing, LeadingFlags = CurrentProcessor, HasSize = true, ZeroIsTrue = true)]
    public bool TryWrite(in TEvent value)
    {
        if (Loaded is not null)
            throw new InvalidOperationException($"The buffers of {Loaded.Name} are in the kernel, where only programs write.");
        bool isWritten = Simulated.TryWrite(value, RingBufferWakeup.Force);
        SimulatedLost += isWritten ? 0 : 1;
        return isWritten;
    }

    /// <summary>Takes the next event.</summary>
    /// <param name="value">The event; <c>default</c> where there is none.</param>
    /// <returns>False where there is none.</returns>
    /// <exception cref="InvalidDataException">The next record is smaller than an event.</exception>
    public bool TryRead(out TEvent value) => Reader.TryRead(out value);

    /// <summary>Passes all events that are there to a method.</summary>
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
        _reader = null;
        _simulated = null;
    }
}
