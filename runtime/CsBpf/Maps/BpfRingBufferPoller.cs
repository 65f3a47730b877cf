using CsBpf.Syscalls;

namespace CsBpf;

/// <summary>Waits for the events of several ring buffers at once, on one thread, and passes them to methods.</summary>
/// <example><code>
/// using var poller = new BpfRingBufferPoller();
/// poller.Add(program.Opened, (ref readonly Opened e) => Console.WriteLine(e.Name));
/// poller.Add(program.Closed, (ref readonly Closed e) => Console.WriteLine(e.Descriptor));
/// while (true)
///     poller.Poll(Timeout.InfiniteTimeSpan, cancellationToken);
/// </code></example>
public sealed class BpfRingBufferPoller : IDisposable
{
    private readonly FileHandle _set = PollCalls.CreateSet();
    private readonly FileHandle _interruption = PollCalls.CreateCounter();
    private readonly List<Func<int>> _buffers = [];

    /// <summary>Adds a buffer of a loaded object.</summary>
    /// <param name="buffer">The buffer, which nobody else reads.</param>
    /// <param name="handler">Takes its events.</param>
    /// <typeparam name="TEvent">The event.</typeparam>
    /// <exception cref="InvalidOperationException">The object is not loaded.</exception>
    public void Add<TEvent>(BpfRingBuffer<TEvent> buffer, RingBufferHandler<TEvent> handler)
        where TEvent : unmanaged
    {
        ArgumentNullException.ThrowIfNull(buffer);
        ArgumentNullException.ThrowIfNull(handler);
        LoadedMap map = buffer.Loaded ?? throw new InvalidOperationException("The ring buffer is not loaded: nobody can wait for several of the process's own.");
        PollCalls.Add(_set, map.Handle, map.Name);
        _buffers.Add(() => buffer.Consume(handler));
    }

    /// <summary>Passes on all events that are there; where there are none, waits for one.</summary>
    /// <param name="timeout">How long at most; <see cref="Timeout.InfiniteTimeSpan"/> for ever.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The number of events; 0 where the time is over.</returns>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public int Poll(TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        int count = Consume();
        if (count > 0)
            return count;
        PollCalls.Wait(_set, _interruption, timeout, "several ring buffers", cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        return Consume();
    }

    /// <summary>Ends it. The buffers stay.</summary>
    public void Dispose()
    {
        _set.Dispose();
        _interruption.Dispose();
    }

    private int Consume() => _buffers.Sum(consume => consume());
}
