using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace CsBpf;

/// <summary>Reads the records of a ring buffer, one thread at a time.</summary>
/// <typeparam name="TEvent">What is in each of them.</typeparam>
/// <param name="memory">The buffer.</param>
internal sealed unsafe class RingReader<TEvent>(RingMemory memory)
    where TEvent : unmanaged
{
    /// <summary>The bytes between the positions.</summary>
    public long AvailableData => (long)(memory.Produced - memory.Consumed);

    /// <inheritdoc cref="BpfRingBuffer{TEvent}.TryRead"/>
    public bool TryRead(out TEvent value)
    {
        TEvent* record = Find(memory.Produced);
        value = record is null ? default : *record;
        if (record is null)
            return false;
        Release(record);
        return true;
    }

    /// <inheritdoc cref="BpfRingBuffer{TEvent}.Consume"/>
    public int Consume(RingBufferHandler<TEvent> handler)
    {
        int count = 0;
        ulong end = memory.Produced;
        while (true)
        {
            TEvent* record = Find(end);
            if (record is null)
                return count;
            count++;
            try
            {
                handler(ref Unsafe.AsRef<TEvent>(record));
            }
            finally
            {
                Release(record);
            }
        }
    }

    /// <inheritdoc cref="BpfRingBuffer{TEvent}.Wait"/>
    public bool Wait(TimeSpan timeout, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int epoch = memory.Epoch;
            if (IsReadable())
                return true;
            TimeSpan left = timeout < TimeSpan.Zero ? timeout : timeout - Stopwatch.GetElapsedTime(start);
            if (timeout >= TimeSpan.Zero && left <= TimeSpan.Zero)
                return false;
            // The kernel wakes us for what is still being written, too.
            if (memory.Produced != memory.Consumed)
                Thread.Yield();
            memory.Wait(epoch, left, cancellationToken);
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

    // What nobody wants is passed over: it is no event. Not beside Dispose, which may come in the middle of a wait.
    private bool IsReadable()
    {
        lock (memory)
            return Find(memory.Produced) is not null;
    }

    // The next record that is written; null where there is none. Those that nobody wants are given back.
    private TEvent* Find(ulong end)
    {
        for (ulong position = memory.Consumed; position != end; memory.Consumed = position)
        {
            uint* header = memory.Header(position);
            uint length = Volatile.Read(ref *header);
            if ((length & RingMemory.Busy) != 0)
                return null;
            bool isWanted = (length & RingMemory.Discarded) == 0;
            if (isWanted && length >= sizeof(TEvent))
                return (TEvent*)((byte*)header + RingMemory.HeaderSize);
            position += RingMemory.Round(length & ~RingMemory.Discarded);
            if (isWanted)
                Pass(position, length);
        }

        return null;
    }

    private void Pass(ulong position, uint length)
    {
        memory.Consumed = position;
        throw new InvalidDataException($"A record of {length} bytes is no {typeof(TEvent).Name}, which has {sizeof(TEvent)}.");
    }

    private void Release(TEvent* record)
    {
        uint length = *(uint*)((byte*)record - RingMemory.HeaderSize);
        memory.Consumed += RingMemory.Round(length);
    }
}
