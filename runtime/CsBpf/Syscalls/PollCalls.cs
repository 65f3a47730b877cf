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

    public static void Increment(int counter)
    {
        ulong one = 1;
        _ = LibC.Write(counter, &one, sizeof(ulong));
    }

    public static void Decrement(int counter)
    {
        ulong taken;
        _ = LibC.Read(counter, &taken, sizeof(ulong));
    }

    /// <summary>Waits until one of two descriptors is readable, or the time is over. A signal ends it, too.</summary>
    public static void WaitForEither(int first, int second, TimeSpan timeout, string name)
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
