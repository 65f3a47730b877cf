using System.Runtime.InteropServices;

namespace CsBpf.Syscalls;

/// <summary>The calls that wait for descriptors, and the counter (eventfd) that interrupts them.</summary>
internal static unsafe class PollCalls
{
    private const short Readable = 1;

    public static FileHandle CreateCounter()
    {
        const int semaphore = 1;
        const int nonBlocking = 0x800;
        const int closeOnExec = 0x80000;
        var handle = new FileHandle();
        int result = LibC.EventDescriptor(0, semaphore | nonBlocking | closeOnExec);
        if (result < 0)
            throw new Operation("make", "an eventfd").Failed(-Marshal.GetLastPInvokeError());
        handle.Take(result);
        return handle;
    }

    /// <summary>Makes a set of descriptors (epoll) that is readable where one of them is.</summary>
    public static FileHandle CreateSet()
    {
        const int closeOnExec = 0x80000;
        var handle = new FileHandle();
        int result = LibC.CreatePollSet(closeOnExec);
        if (result < 0)
            throw new Operation("make", "an epoll set").Failed(-Marshal.GetLastPInvokeError());
        handle.Take(result);
        return handle;
    }

    /// <summary>Adds a descriptor to a set.</summary>
    public static void Add(FileHandle set, BpfHandle handle, string name)
    {
        const int add = 1;
        using var setLease = set.Lease();
        using var lease = handle.Lease();
        // struct epoll_event: the events, and 8 bytes that are packed on x86 and aligned elsewhere.
        uint* record = stackalloc uint[4] { (uint)Readable, 0, 0, 0 };
        if (LibC.ControlPollSet(setLease.Descriptor, add, lease.Descriptor, record) < 0)
            throw new Operation("wait for", name).Failed(-Marshal.GetLastPInvokeError());
    }

    /// <summary>Waits until a descriptor is readable, or the time is over, or the wait is cancelled, or interrupted by a counter.</summary>
    public static void Wait(BpfHandle handle, FileHandle interruption, TimeSpan timeout, string name, CancellationToken cancellationToken)
    {
        using var lease = handle.Lease();
        using var interruptionLease = interruption.Lease();
        int counter = interruptionLease.Descriptor;
        bool isInterrupted = false;
        using (cancellationToken.UnsafeRegister(_ => { isInterrupted = true; Increment(counter); }, null))
            WaitForEither(lease.Descriptor, counter, timeout, name);
        // Who is cancelled takes back the own interruption, and leaves those of others.
        if (isInterrupted)
            Decrement(counter);
    }

    /// <summary>Ends the waits that a counter interrupts.</summary>
    public static void Interrupt(FileHandle interruption)
    {
        using var lease = interruption.Lease();
        Increment(lease.Descriptor);
    }

    private static void Increment(int counter)
    {
        ulong one = 1;
        _ = LibC.Write(counter, &one, sizeof(ulong));
    }

    private static void Decrement(int counter)
    {
        ulong taken;
        _ = LibC.Read(counter, &taken, sizeof(ulong));
    }

    /// <summary>Waits until one of two descriptors is readable, or the time is over. A signal ends it, too.</summary>
    private static void WaitForEither(int first, int second, TimeSpan timeout, string name)
    {
        var polled = stackalloc PolledDescriptor[2]
        {
            new() { Descriptor = first, Events = Readable },
            new() { Descriptor = second, Events = Readable },
        };
        int milliseconds = timeout < TimeSpan.Zero ? -1 : (int)Math.Min(int.MaxValue, Math.Ceiling(timeout.TotalMilliseconds));
        if (LibC.Poll(polled, 2, milliseconds) < 0 && Marshal.GetLastPInvokeError() is var error && error != (int)Errno.EINTR)
            throw new Operation("wait for", name).Failed(-error);
    }
}

/// <summary><c>struct pollfd</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PolledDescriptor
{
    public int Descriptor;
    public short Events;
    public short Returned;
}
