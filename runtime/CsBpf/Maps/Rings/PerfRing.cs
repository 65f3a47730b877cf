using CsBpf.Syscalls;

namespace CsBpf;

/// <summary>
/// The buffer of a processor: a page in which the kernel and the reader say how far they are, and the records, which wrap around. A record starts with
/// its kind and its length; that of an event has the length of what was written behind that, and then the event.
/// </summary>
internal sealed unsafe class PerfRing : IDisposable
{
    private const int HeadOffset = 1024;
    private const int TailOffset = 1032;
    private const uint LostRecord = 2;
    private const uint SampleRecord = 9;
    private const int LengthOffset = 6;
    private const int SampleOffset = 8;
    private const int LostOffset = 16;
    private const int EventOffset = 12;

    private readonly nuint _length;
    private readonly byte* _data;
    private readonly ulong _mask;
    private byte* _page;

    private PerfRing(FileHandle handle, byte* page, nuint length)
    {
        Handle = handle;
        _page = page;
        _length = length;
        _data = page + Environment.SystemPageSize;
        _mask = (ulong)length - (ulong)Environment.SystemPageSize - 1;
    }

    /// <summary>The perf event that programs write to.</summary>
    public FileHandle Handle { get; }

    private ref ulong Tail => ref *(ulong*)(_page + TailOffset);

    /// <summary>Makes the buffer of a processor; null for one that is off.</summary>
    /// <exception cref="BpfException">The kernel refused.</exception>
    public static PerfRing? TryOpen(int processor, int pages, string name)
    {
        if (PerfEventCalls.TryOpenOutput(processor, name) is not { } handle)
            return null;
        nuint length = (nuint)((pages + 1) * Environment.SystemPageSize);
        try
        {
            return new PerfRing(handle, (byte*)FileCalls.MapShared(handle, length, name), length);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Copies the next event; what else is before it is passed over, and what was lost is counted.</summary>
    /// <param name="target">Takes the event.</param>
    /// <param name="lost">Counts.</param>
    /// <returns>False where there is none.</returns>
    /// <exception cref="InvalidDataException">The next event is smaller than that.</exception>
    public bool TryRead(Span<byte> target, ref long lost)
    {
        if (_page is null)
            return false;
        ulong head = Volatile.Read(ref *(ulong*)(_page + HeadOffset));
        while (Tail != head)
        {
            ulong position = Tail;
            uint kind = Read<uint>(position);
            uint length = Read<uint>(position + SampleOffset);
            if (kind == LostRecord)
                lost += Read<long>(position + LostOffset);
            bool isEvent = kind == SampleRecord;
            if (isEvent && length >= target.Length)
                Copy(position + EventOffset, target);
            Volatile.Write(ref Tail, position + Read<ushort>(position + LengthOffset));
            if (isEvent)
                return length >= target.Length ? true : throw new InvalidDataException($"An event of {length} bytes is smaller than {target.Length}.");
        }

        return false;
    }

    /// <summary>Whether there is a record to read: perhaps not one of an event.</summary>
    public bool HasRecords => _page is not null && Volatile.Read(ref *(ulong*)(_page + HeadOffset)) != Tail;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_page is not null)
            FileCalls.Unmap(_page, _length);
        _page = null;
        Handle.Dispose();
    }

    private T Read<T>(ulong position)
        where T : unmanaged
    {
        T value = default;
        Copy(position, new Span<byte>(&value, sizeof(T)));
        return value;
    }

    private void Copy(ulong position, Span<byte> target)
    {
        int start = (int)(position & _mask);
        var data = new ReadOnlySpan<byte>(_data, (int)_mask + 1);
        int first = Math.Min(target.Length, data.Length - start);
        data.Slice(start, first).CopyTo(target);
        data[..(target.Length - first)].CopyTo(target[first..]);
    }
}
