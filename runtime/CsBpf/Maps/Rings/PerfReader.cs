using System.Runtime.InteropServices;

namespace CsBpf;

/// <summary>Reads the events of all processors.</summary>
/// <typeparam name="TEvent">The event.</typeparam>
/// <param name="rings">The buffers.</param>
internal sealed class PerfReader<TEvent>(PerfRings rings) : EventReader<TEvent>
    where TEvent : unmanaged
{
    /// <inheritdoc cref="BpfPerfBuffer{TEvent}.Lost"/>
    public long Lost => rings.Lost;

    /// <inheritdoc/>
    public override bool TryRead(out TEvent value)
    {
        value = default;
        return rings.TryRead(MemoryMarshal.AsBytes(new Span<TEvent>(ref value)));
    }

    /// <inheritdoc/>
    public override int Consume(RingBufferHandler<TEvent> handler)
    {
        int count = 0;
        for (; TryRead(out TEvent value); count++)
            handler(in value);
        return count;
    }

    /// <inheritdoc/>
    protected override bool IsReadable() => rings.HasRecords();

    /// <inheritdoc/>
    protected override void WaitForMore(int epoch, TimeSpan timeout, CancellationToken cancellationToken) => rings.Wait(timeout, cancellationToken);
}
