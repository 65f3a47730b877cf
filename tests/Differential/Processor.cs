using System.ComponentModel;
using System.Runtime.InteropServices;

namespace CsBpf.Differential.Tests;

/// <summary>The processors that this process may run on.</summary>
internal static partial class Processor
{
    private const int Bits = 64;

    private static readonly ulong[] Allowed = AllowedMask();

    /// <summary>Their numbers.</summary>
    public static int[] All { get; } =
        [.. Enumerable.Range(0, Allowed.Length * Bits).Where(number => (Allowed[number / Bits] >> (number % Bits) & 1) != 0)];

    /// <summary>Keeps the calling thread on one processor: schedulers like to pack threads that work for moments only.</summary>
    /// <exception cref="Win32Exception">The kernel refused it.</exception>
    public static void Pin(int number)
    {
        ulong[] mask = new ulong[Allowed.Length];
        mask[number / Bits] = 1UL << (number % Bits);
        if (SetAffinity(0, mask.Length * sizeof(ulong), mask) != 0)
            throw new Win32Exception();
    }

    private static ulong[] AllowedMask()
    {
        ulong[] mask = new ulong[1024 / Bits];
        return GetAffinity(0, mask.Length * sizeof(ulong), mask) >= 0 ? mask : throw new Win32Exception();
    }

    [LibraryImport("libc", EntryPoint = "sched_getaffinity", SetLastError = true)]
    private static partial int GetAffinity(int thread, nint size, [Out] ulong[] mask);

    [LibraryImport("libc", EntryPoint = "sched_setaffinity", SetLastError = true)]
    private static partial int SetAffinity(int thread, nint size, ulong[] mask);
}
