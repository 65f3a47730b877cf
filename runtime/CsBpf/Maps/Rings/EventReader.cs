using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace CsBpf;

/// <summary>Reads events, one thread at a time, and waits for them.</summary>
/// <typeparam name="TEvent">The event.</typeparam>
internal abstract class EventReader<TEvent>
    where TEvent : unmanaged
{
    /// <summary>What a wait has to be told so that it misses nothing that is written from now on.</summary>
    protected virtual int Epoch => 0;

    /// <inheritdoc cref="BpfRingBuffer{TEvent}.TryRead"/>
    public abstract bool TryRead(out TEvent value);

    /// <inheritdoc cref="BpfRingBuffer{TEvent}.Consume"/>
    public abstract int Consume(RingBufferHandler<TEvent> handler);

    /// <inheritdoc cref="BpfRingBuffer{TEvent}.Wait"/>
    public bool Wait(TimeSpan timeout, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int epoch = Epoch;
            if (IsReadable())
                return true;
            TimeSpan left = timeout < TimeSpan.Zero ? timeout : timeout - Stopwatch.GetElapsedTime(start);
            if (timeout >= TimeSpan.Zero && left <= TimeSpan.Zero)
                return false;
            WaitForMore(epoch, left, cancellationToken);
        }
    }

    /// <inheritdoc cref="BpfRingBuffer{TEvent}.ReadAllAsync"/>
    public async IAsyncEnumerable<TEvent> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            while (TryRead(out TEvent value))
            {
                yield return value;
                cancellationToken.ThrowIfCancellationRequested();
            }

            // A wait takes a thread, and the pool's are not for waiting.
            await Task.Factory.StartNew(() => Wait(Timeout.InfiniteTimeSpan, cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default)
                .ConfigureAwait(false);
        }
    }

    /// <summary>Whether there is an event to read.</summary>
    protected abstract bool IsReadable();

    /// <summary>Waits until something was written, or the time is over, or the wait is cancelled; perhaps not as long.</summary>
    /// <param name="epoch">The <see cref="Epoch"/> from before it was found that there is nothing to read.</param>
    /// <param name="timeout">The time; negative for ever.</param>
    /// <param name="cancellationToken">Cancels it: the caller asks.</param>
    protected abstract void WaitForMore(int epoch, TimeSpan timeout, CancellationToken cancellationToken);
}
