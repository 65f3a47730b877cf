using CsBpf.Syscalls;

namespace CsBpf;

/// <summary>The buffers of all processors, and what waits for any of them.</summary>
internal sealed class PerfRings : IDisposable
{
    private readonly List<PerfRing> _rings = [];
    private readonly FileHandle _set = PollCalls.CreateSet();
    private readonly FileHandle _interruption = PollCalls.CreateCounter();
    private readonly string _name;
    private bool _isDisposed;
    private int _next;
    private long _lost;

    private PerfRings(string name) => _name = name;

    /// <summary>The events that were lost.</summary>
    public long Lost => _lost;

    /// <summary>Makes the buffers of a map, and tells it of them.</summary>
    /// <exception cref="BpfException">The kernel refused.</exception>
    public static PerfRings Open(LoadedMap map, int pages)
    {
        var rings = new PerfRings(map.Name);
        try
        {
            for (uint processor = 0; processor < map.MaxEntries; processor++)
            {
                if (PerfRing.TryOpen((int)processor, pages, map.Name) is not { } ring)
                    continue;
                rings._rings.Add(ring);
                MapSlots.Set(map, processor, ring.Handle);
                PollCalls.Add(rings._set, ring.Handle, map.Name);
            }

            return rings;
        }
        catch
        {
            rings.Dispose();
            throw;
        }
    }

    /// <summary>Copies an event, from each processor in its turn.</summary>
    /// <exception cref="ObjectDisposedException">The buffers are gone.</exception>
    public bool TryRead(Span<byte> target)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        for (int i = 0; i < _rings.Count; i++)
        {
            if (_rings[_next].TryRead(target, ref _lost))
                return true;
            _next = (_next + 1) % _rings.Count;
        }

        return false;
    }

    /// <summary>Whether there is something to read.</summary>
    /// <exception cref="ObjectDisposedException">The buffers are gone.</exception>
    public bool HasRecords()
    {
        lock (_rings)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return _rings.Exists(ring => ring.HasRecords);
        }
    }

    /// <summary>Waits until something was written, or the time is over, or the wait is cancelled.</summary>
    public void Wait(TimeSpan timeout, CancellationToken cancellationToken) => PollCalls.Wait(_set, _interruption, timeout, _name, cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_rings)
        {
            if (_isDisposed)
                return;
            _isDisposed = true;
            PollCalls.Interrupt(_interruption);
            _interruption.Dispose();
            _set.Dispose();
            _rings.ForEach(ring => ring.Dispose());
        }
    }
}
