using System.Runtime.CompilerServices;

namespace CsBpf;

/// <summary>Reads the records of a ring buffer, one thread at a time.</summary>
/// <typeparam name="TEvent">What is in each of them.</typeparam>
/// <param name="memory">The buffer.</param>
internal sealed unsafe class RingReader<TEvent>(RingMemory memory) : EventReader<TEvent>
    where TEvent : unmanaged
{
    /// <summary>The bytes between the positions.</summary>
    public long AvailableData => (long)(memory.Produced - memory.Consumed);

    /// <inheritdoc/>
    protected override int Epoch => memory.Epoch;

    /// <inheritdoc/>
    public override bool TryRead(out TEvent value)
    {
        TEvent* record = Find(memory.Produced);
        value = record is null ? default : *record;
        if (record is null)
            return false;
        Release(record);
        return true;
    }

    /// <inheritdoc/>
    public override int Consume(RingBufferHandler<TEvent> handler)
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

    /// <inheritdoc/>
    /// <remarks>What nobody wants is passed over: it is no event. Not beside Dispose, which may come in the middle of a wait.</remarks>
    protected override bool IsReadable()
    {
        lock (memory)
            return Find(memory.Produced) is not null;
    }

    /// <inheritdoc/>
    protected override void WaitForMore(int epoch, TimeSpan timeout, CancellationToken cancellationToken)
    {
        // The kernel wakes us for what is still being written, too.
        if (memory.Produced != memory.Consumed)
            Thread.Yield();
        memory.Wait(epoch, timeout, cancellationToken);
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
