using System.Runtime.InteropServices;

namespace CsBpf.Syscalls;

/// <summary>The one door to bpf(2).</summary>
internal static unsafe class BpfCall
{
    private static readonly nint Number = RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => 321,
        Architecture.X86 => 357,
        Architecture.Arm => 386,
        Architecture.S390x => 351,
        Architecture.Ppc64le => 361,
        Architecture.Arm64 or Architecture.RiscV64 or Architecture.LoongArch64 => 280,
        var other => throw new PlatformNotSupportedException($"CsBpf does not know the number of bpf(2) on {other}."),
    };

    /// <summary>Whether this system can have bpf(2) at all.</summary>
    public static bool IsAvailable => OperatingSystem.IsLinux() || OperatingSystem.IsAndroid();

    /// <summary>
    /// Calls bpf(2). The kernel takes attributes that are longer than its own where the rest is zero, so that one layout fits them all.
    /// </summary>
    /// <returns>What the kernel returned, at least 0; or the negated <see cref="Errno"/>.</returns>
    /// <exception cref="PlatformNotSupportedException">The system is not Linux.</exception>
    public static int Invoke<T>(BpfCommand command, ref T attributes)
        where T : unmanaged
    {
        if (!IsAvailable)
            throw new PlatformNotSupportedException(
                "BPF objects are loaded on Linux only. On other systems programs run on the CLR: make the object with new.");

        fixed (T* pointer = &attributes)
        {
            nint result;
            do
                result = LibC.Syscall(Number, (nint)command, pointer, sizeof(T));
            while (result < 0 && Marshal.GetLastPInvokeError() == (int)Errno.EINTR);
            return result >= 0 ? (int)result : -Marshal.GetLastPInvokeError();
        }
    }

    /// <summary>As <see cref="Invoke"/>, for commands that return a descriptor.</summary>
    /// <returns>The descriptor's handle.</returns>
    /// <exception cref="BpfException">The kernel refused.</exception>
    public static THandle Open<THandle, T>(BpfCommand command, ref T attributes, in Operation operation)
        where THandle : BpfHandle, new()
        where T : unmanaged
    {
        var handle = new THandle();
        int result = Invoke(command, ref attributes);
        if (result < 0)
            throw operation.Failed(result);
        handle.Take(result);
        return handle;
    }

    /// <summary>As <see cref="Invoke"/>, for commands that return nothing.</summary>
    /// <exception cref="BpfException">The kernel refused.</exception>
    public static void Run<T>(BpfCommand command, ref T attributes, in Operation operation)
        where T : unmanaged
    {
        int result = Invoke(command, ref attributes);
        if (result < 0)
            throw operation.Failed(result);
    }
}
