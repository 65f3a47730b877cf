using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CsBpf.Syscalls;

namespace CsBpf;

/// <summary>
/// Stacks that programs of tracing take (Linux 4.6): each has a number, the same for the same stack, and up to 127 addresses, the innermost first.
/// </summary>
/// <example><code>
/// int stack = stacks.GetId(StackTraceFlags.User);
/// if (stack >= 0)
///     counts.GetOrAdd(stack)++;
/// </code></example>
[MapType(BpfMapType.StackTrace, Key = typeof(uint), Value = typeof(StackAddresses), Since = "4.6", SinceInSleepable = "")]
public sealed class BpfStackTraceMap : BpfMap
{
    /// <summary>Declares the map. The argument must be constant: it becomes the map's definition in the object.</summary>
    /// <param name="maxEntries">The number of stacks, rounded up to a power of two.</param>
    public BpfStackTraceMap([MapDefinition("max_entries")] int maxEntries)
        : base(maxEntries)
    {
    }

    private protected override BpfMapType Type => BpfMapType.StackTrace;

    private protected override int KeySize => sizeof(uint);

    private protected override int ValueSize => Unsafe.SizeOf<StackAddresses>();

    /// <summary>Takes the stack that the program was called on, the kernel's or the process's. Only the program itself can do that (CSBPF0223).</summary>
    /// <param name="flags">Which stack, and how it is kept; in the lower 8 bits the number of frames to leave out.</param>
    /// <returns>
    /// The number of the stack; where it can't be had, a negative number: for instance -17 where another one has its place. On the CLR always.
    /// </returns>
    [Helper(27, Name = "bpf_get_stackid", Since = "4.6", TakesContext = true, Programs = ProgramKinds.Tracing)]
    public int GetId(StackTraceFlags flags = StackTraceFlags.None) => -(int)Errno.EFAULT;

    /// <summary>The addresses of a stack of a loaded object.</summary>
    /// <param name="id">The number of the stack.</param>
    /// <returns>The addresses, the innermost first; none where there is no such stack.</returns>
    /// <exception cref="InvalidOperationException">The object is not loaded.</exception>
    public ulong[] GetAddresses(int id)
    {
        StackAddresses addresses = default;
        bool isFound = InKernel.TryGetValue(Bytes(ref id), MemoryMarshal.AsBytes(new Span<StackAddresses>(ref addresses)));
        ReadOnlySpan<ulong> all = addresses;
        int end = all.IndexOf(0UL);
        return isFound ? all[..(end < 0 ? all.Length : end)].ToArray() : [];
    }

    /// <summary>Forgets a stack of a loaded object.</summary>
    /// <param name="id">The number of the stack.</param>
    /// <returns>False where there is no such stack.</returns>
    /// <exception cref="InvalidOperationException">The object is not loaded.</exception>
    public bool Remove(int id) => InKernel.Remove(Bytes(ref id));

    private protected override void UseKernel(LoadedMap map)
    {
    }

    private static Span<byte> Bytes(ref int id) => MemoryMarshal.AsBytes(new Span<int>(ref id));
}

/// <summary>The addresses of a stack: behind the last one there are zeroes.</summary>
[InlineArray(127)]
public struct StackAddresses
{
    private ulong _first;
}

/// <summary>Which stack is taken, and how it is kept (<c>BPF_F_*</c>). The lower 8 bits are the number of frames to leave out.</summary>
[Flags]
public enum StackTraceFlags
{
    /// <summary>The kernel's stack.</summary>
    None = 0,

    /// <summary>The process's stack.</summary>
    User = 1 << 8,

    /// <summary>Stacks are told apart by their hash only.</summary>
    CompareHashes = 1 << 9,

    /// <summary>A new stack takes the place of one that has the same hash.</summary>
    Replace = 1 << 10,
}
