using CsBpf.Syscalls;

namespace CsBpf;

/// <summary>A ring buffer of the kernel in this process's memory. Only disposing it unmaps the memory: see <see cref="DataMemory"/>.</summary>
internal sealed unsafe class MappedRing : RingMemory
{
    private readonly MapHandle _map;
    private readonly string _name;
    private readonly FileHandle _interruption;
    private void* _writable;
    private readonly void* _readable;
    private readonly nuint _readableLength;

    private MappedRing(MapHandle map, string name, int size, FileHandle interruption, void* writable, void* readable, nuint readableLength)
        : base((ulong*)writable, (ulong*)readable, (byte*)readable + Environment.SystemPageSize, size, name)
    {
        _map = map;
        _name = name;
        _interruption = interruption;
        _writable = writable;
        _readable = readable;
        _readableLength = readableLength;
    }

    /// <summary>Maps the memory of a map.</summary>
    /// <exception cref="BpfException">The kernel refused.</exception>
    public static MappedRing Map(MapHandle map, int size, string name)
    {
        nuint page = (nuint)Environment.SystemPageSize;
        nuint length = page + (2 * (nuint)size);
        FileHandle interruption = PollCalls.CreateCounter();
        void* writable = null;
        try
        {
            writable = FileCalls.MapShared(map, page, name);
            void* readable = FileCalls.MapShared(map, length, name, offset: (nint)page, isReadOnly: true);
            return new MappedRing(map, name, size, interruption, writable, readable, length);
        }
        catch
        {
            if (writable is not null)
                FileCalls.Unmap(writable, page);
            interruption.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override void Wait(int epoch, TimeSpan timeout, CancellationToken cancellationToken) =>
        PollCalls.Wait(_map, _interruption, timeout, _name, cancellationToken);

    /// <inheritdoc/>
    public override void Dispose()
    {
        lock (this)
        {
            if (_writable is null)
                return;
            base.Dispose();
            PollCalls.Interrupt(_interruption);
            _interruption.Dispose();
            FileCalls.Unmap(_writable, (nuint)Environment.SystemPageSize);
            FileCalls.Unmap(_readable, _readableLength);
            _writable = null;
        }
    }
}
