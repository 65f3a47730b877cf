namespace CsBpf.Syscalls;

/// <summary>The limit of locked memory (<c>RLIMIT_MEMLOCK</c>), which counts BPF objects before Linux 5.11.</summary>
internal static unsafe class MemoryLimit
{
    private const int LockedMemory = 8;

    private static int _tried;

    /// <summary>Lifts the limit, once in a process, on a kernel where it counts.</summary>
    /// <returns>True where it is worth trying again.</returns>
    public static bool TryLift()
    {
        if (!KernelVersion.IsOlderThan("5.11") || Interlocked.Exchange(ref _tried, 1) != 0)
            return false;
        var unlimited = new ResourceLimit { Current = nuint.MaxValue, Maximum = nuint.MaxValue };
        return LibC.SetResourceLimit(LockedMemory, &unlimited) == 0;
    }
}
