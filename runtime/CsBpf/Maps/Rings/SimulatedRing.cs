using System.Runtime.CompilerServices;

namespace CsBpf;

/// <summary>A ring buffer in this process, which counts and fills its memory as the kernel does.</summary>
internal sealed unsafe class SimulatedRing : RingMemory
{
    /// <summary>The smallest size of a ring buffer.</summary>
    public const int PageSize = 4096;

    // The positions are in cache lines of their own.
    private const int Line = 64;

    // Who submits an event knows its memory, not the buffer: all of the process have one.
    private static readonly object Written = new();
    private static int _epoch;

    private readonly byte[] _memory;

    /// <summary>Makes an empty buffer.</summary>
    public SimulatedRing(int size)
        : this(size, GC.AllocateArray<byte>((2 * Line) + (2 * size), pinned: true))
    {
    }

    private SimulatedRing(int size, byte[] memory)
        : this(size, memory, (byte*)Unsafe.AsPointer(ref memory[0]))
    {
    }

    private SimulatedRing(int size, byte[] memory, byte* start)
        : base((ulong*)start, (ulong*)(start + Line), start + (2 * Line), size, nameof(SimulatedRing)) => _memory = memory;

    /// <inheritdoc/>
    public override int Epoch => Volatile.Read(ref _epoch);

    /// <summary>Writes an event.</summary>
    /// <returns>False where there is no room.</returns>
    public bool TryWrite<TEvent>(in TEvent value, RingBufferWakeup wakeup)
        where TEvent : unmanaged
    {
        ref TEvent memory = ref Reserve<TEvent>();
        if (Unsafe.IsNullRef(ref memory))
            return false;
        memory = value;
        Commit(ref memory, 0, wakeup);
        return true;
    }

    /// <summary>Memory for an event, which readers see as busy; a null reference where there is no room.</summary>
    public ref TEvent Reserve<TEvent>()
        where TEvent : unmanaged
    {
        lock (_memory)
        {
            ulong position = Produced;
            ulong next = position + Round((uint)sizeof(TEvent));
            if (next - Consumed > Capacity)
                return ref Unsafe.NullRef<TEvent>();
            uint* header = Header(position);
            *header = (uint)sizeof(TEvent) | Busy;
            Produced = next;
            ref TEvent memory = ref Unsafe.AsRef<TEvent>((byte*)header + HeaderSize);
            memory = default;
            return ref memory;
        }
    }

    /// <summary>Lets readers see a reserved event, or pass over it.</summary>
    public static void Commit<TEvent>(ref TEvent memory, uint flags, RingBufferWakeup wakeup)
        where TEvent : unmanaged
    {
        ref uint header = ref Unsafe.As<TEvent, uint>(ref Unsafe.SubtractByteOffset(ref memory, HeaderSize));
        Volatile.Write(ref header, (header & ~Busy) | flags);
        if (wakeup == RingBufferWakeup.None)
            return;
        lock (Written)
        {
            _epoch++;
            Monitor.PulseAll(Written);
        }
    }

    /// <inheritdoc/>
    public override void Wait(int epoch, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var interruption = cancellationToken.UnsafeRegister(
            static _ =>
            {
                lock (Written)
                    Monitor.PulseAll(Written);
            },
            null);
        lock (Written)
        {
            if (_epoch == epoch && !cancellationToken.IsCancellationRequested)
                Monitor.Wait(Written, timeout < TimeSpan.Zero ? Timeout.InfiniteTimeSpan : timeout);
        }
    }
}
