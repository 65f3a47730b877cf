using System.Diagnostics;
using System.Runtime.InteropServices;
using CsBpf.Syscalls;

namespace CsBpf;

/// <summary>The kernel's helpers that any program may call.</summary>
public static class Bpf
{
    /// <summary>The most rounds that one call of <see cref="Loop(uint, LoopAction)"/> does.</summary>
    public const uint MaxLoops = 1 << 23;

    // 6.2 has the functions, but only 6.4 takes them from kernels that are not built by clang.
    internal const string RcuSince = "6.4";

    [ThreadStatic]
    private static nuint _flags;

    /// <summary>Nanoseconds since boot, without the time the machine was suspended (<c>CLOCK_MONOTONIC</c>).</summary>
    [Helper(5, Name = "bpf_ktime_get_ns", Since = "4.1")]
    public static ulong KtimeGetNs() => BpfSimulation.Current?.Time ?? (ulong)(Stopwatch.GetElapsedTime(0).Ticks * 100);

    /// <summary>A random number, not for cryptography.</summary>
    [Helper(7, Name = "bpf_get_prandom_u32", Since = "4.1")]
    public static uint GetRandom() => (uint)(BpfSimulation.Current?.Random ?? Random.Shared).NextInt64(1L << 32);

    /// <summary>The number of the processor that the program runs on.</summary>
    [Helper(8, Name = "bpf_get_smp_processor_id", Since = "4.1")]
    public static uint GetSmpProcessorId() => BpfSimulation.Current?.Processor ?? (uint)Thread.GetCurrentProcessorId();

    /// <summary>The current task: the process id (tgid) in the upper 32 bits, the thread id in the lower.</summary>
    [Helper(14, Name = "bpf_get_current_pid_tgid", Since = "4.2", IsPure = true)]
    public static ulong GetCurrentPidTgid() =>
        ((ulong)(BpfSimulation.Current?.ProcessId ?? (uint)Environment.ProcessId) << 32) |
        (BpfSimulation.Current?.ThreadId ?? (uint)Environment.CurrentManagedThreadId);

    /// <summary>The user that the current task belongs to: the group id in the upper 32 bits, the user id in the lower.</summary>
    [Helper(15, Name = "bpf_get_current_uid_gid", Since = "4.2", IsPure = true)]
    public static ulong GetCurrentUidGid() =>
        ((ulong)(BpfSimulation.Current?.GroupId ?? LibC.GetGroupId()) << 32) | (BpfSimulation.Current?.UserId ?? LibC.GetUserId());

    /// <summary>The name of the current task.</summary>
    /// <param name="name">The name; all zeroes where the method fails.</param>
    /// <returns>False where it fails, which it does not in the programs of current kernels.</returns>
    [Helper(16, Name = "bpf_get_current_comm", Since = "4.2", HasSize = true, ZeroIsTrue = true)]
    public static bool GetCurrentComm(out TaskName name)
    {
        name = TaskName.Of(BpfSimulation.Current?.TaskName ?? CurrentTask.Name);
        return true;
    }

    /// <summary>
    /// The number of the cgroup that the current task is in, in the hierarchy of version 2 (<see cref="CgroupFileSystem.GetId"/>).
    /// </summary>
    [Helper(80, Name = "bpf_get_current_cgroup_id", Since = "4.18", IsPure = true)]
    public static ulong GetCurrentCgroupId() => BpfSimulation.Current?.CgroupId ?? CurrentTask.CgroupId;

    /// <summary>Reads the current process's memory.</summary>
    /// <param name="value">What is there; all zeroes where it can't be read.</param>
    /// <param name="address">Where it is.</param>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <returns>False where nothing can be read: a wrong address, or memory that is not loaded just now.</returns>
    [Helper(112, Name = "bpf_probe_read_user", Since = "5.5", HasSize = true, ZeroIsTrue = true)]
    public static bool ProbeReadUser<T>(out T value, nuint address)
        where T : unmanaged
    {
        ReadOnlySpan<byte> memory = BpfSimulation.Current is { } simulation ? simulation.UserMemoryAt(address) : default;
        return MemoryMarshal.TryRead(memory, out value);
    }

    /// <summary>Reads a text of the current process's memory, up to its first zero byte.</summary>
    /// <param name="text">
    /// Memory for the text, an inline array of bytes; what does not fit is cut, and a zero byte is always there. What is behind it is not said.
    /// </param>
    /// <param name="address">Where the text is.</param>
    /// <typeparam name="T">The type of the memory.</typeparam>
    /// <returns>The number of bytes with the zero byte; less than 0 where nothing can be read, then all of <paramref name="text"/> is zero.</returns>
    [Helper(114, Name = "bpf_probe_read_user_str", Since = "5.5", HasSize = true)]
    public static int ProbeReadUserStr<T>(ref T text, nuint address)
        where T : unmanaged
    {
        Span<byte> bytes = MemoryMarshal.AsBytes(new Span<T>(ref text));
        ReadOnlySpan<byte> memory = BpfSimulation.Current is { } simulation ? simulation.UserMemoryAt(address) : default;
        ReadOnlySpan<byte> source = memory[..Math.Min(memory.Length, bytes.Length - 1)];
        int end = source.IndexOf((byte)0);
        // Memory that ends without a zero byte is read beyond its end.
        if (end < 0 && memory.Length < bytes.Length)
        {
            bytes.Clear();
            return -(int)Errno.EFAULT;
        }

        int length = end < 0 ? source.Length : end;
        source[..length].CopyTo(bytes);
        bytes[length] = 0;
        return length + 1;
    }

    /// <summary>Nanoseconds since boot, with the time the machine was suspended (<c>CLOCK_BOOTTIME</c>).</summary>
    [Helper(125, Name = "bpf_ktime_get_boot_ns", Since = "5.8")]
    public static ulong KtimeGetBootNs() => BpfSimulation.Current?.Time ?? (ulong)Environment.TickCount64 * 1_000_000;

    /// <summary>Nanoseconds since boot as <see cref="KtimeGetNs"/>, as of the last tick of the clock: cheaper, and up to 10 ms late. For programs that see packets.</summary>
    [Helper(160, Name = "bpf_ktime_get_coarse_ns", Since = "5.11")]
    public static ulong KtimeGetCoarseNs() => KtimeGetNs();

    /// <summary>Nanoseconds since 1970 in international atomic time (<c>CLOCK_TAI</c>), which has no leap seconds.</summary>
    [Helper(208, Name = "bpf_ktime_get_tai_ns", Since = "6.1")]
    public static ulong KtimeGetTaiNs() => BpfSimulation.Current?.Time ?? (ulong)(DateTime.UtcNow - DateTime.UnixEpoch).Ticks * 100;

    /// <summary>The kernel's count of ticks (<c>jiffies</c>), <c>CONFIG_HZ</c> a second.</summary>
    [Helper(118, Name = "bpf_jiffies64", Since = "5.6")]
    public static ulong Jiffies64() => KtimeGetNs() / 4_000_000;

    /// <summary>The number of the memory node (NUMA) that the processor is at.</summary>
    [Helper(42, Name = "bpf_get_numa_node_id", Since = "4.10")]
    public static int GetNumaNodeId() => 0;

    /// <summary>
    /// The number of the cgroup above the current task's, in the hierarchy of version 2, at a level: 0 is the root; 0 where there is none.
    /// </summary>
    /// <param name="level">The level, from the root.</param>
    [Helper(123, Name = "bpf_get_current_ancestor_cgroup_id", Since = "5.6", IsPure = true)]
    public static ulong GetCurrentAncestorCgroupId(int level) => level == 0 ? 1 : BpfSimulation.Current?.CgroupId ?? CurrentTask.CgroupId;

    /// <summary>
    /// Sends a signal to the current process, as its own <c>kill</c> would; not in interrupts.
    /// </summary>
    /// <param name="signal">The signal's number.</param>
    /// <returns>False where it can't be sent.</returns>
    [Helper(109, Name = "bpf_send_signal", Since = "5.3", ZeroIsTrue = true, Programs = ProgramKinds.Tracing)]
    public static bool SendSignal(uint signal) => BpfSimulation.Current is { } simulation && simulation.Signal(signal);

    /// <summary>
    /// Does something so many times; the verifier looks at it once. A fault in it is one of the program, and so is a <paramref name="count"/>
    /// above <see cref="MaxLoops"/>.
    /// </summary>
    /// <param name="count">The number of rounds.</param>
    /// <param name="body">What to do: a lambda, a local function or a method.</param>
    /// <returns>The number of rounds.</returns>
    /// <exception cref="BpfFaultException">There are too many rounds.</exception>
    [Helper(181, Name = "bpf_loop", Since = "5.17", HasFlags = true, ErrorIsFault = true)]
    public static uint Loop(uint count, LoopAction body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return Loop(count, index =>
        {
            body(index);
            return true;
        });
    }

    /// <summary>
    /// Does something so many times, or until it returns <see langword="false"/>; the verifier looks at it once. A fault in it is one of the
    /// program, and so is a <paramref name="count"/> above <see cref="MaxLoops"/>.
    /// </summary>
    /// <returns>The number of rounds that were done, with the last.</returns>
    /// <inheritdoc cref="Loop(uint, LoopAction)"/>
    [Helper(181, Name = "bpf_loop", Since = "5.17", HasFlags = true, ErrorIsFault = true)]
    public static uint Loop(uint count, LoopCondition body)
    {
        ArgumentNullException.ThrowIfNull(body);
        if (count > MaxLoops)
            throw new BpfFaultException($"A loop has at most {MaxLoops} rounds, not {count}.");
        for (uint index = 0; index < count; index++)
        {
            if (!body(index))
                return index + 1;
        }

        return count;
    }

    /// <summary>
    /// Enters a read-side critical section of RCU (Linux 6.4): what the kernel frees by RCU stays until the section is left. Most programs are in one
    /// all the time; those that may sleep, <c>[Syscall]</c> ones among them, are not. Sections can't be nested.
    /// </summary>
    /// <returns>What leaves the section: <c>using (Bpf.RcuRead()) { … }</c>.</returns>
    [Kfunc("bpf_rcu_read_lock", Since = RcuSince)]
    public static RcuReadScope RcuRead() => default;

    /// <summary>
    /// Enters a section in which nothing else runs on this processor but interrupts (Linux 6.10), so that for instance
    /// <see cref="GetSmpProcessorId"/> keeps its answer. Sections may be nested.
    /// </summary>
    /// <returns>What leaves the section: <c>using (Bpf.DisablePreemption()) { … }</c>.</returns>
    [Kfunc("bpf_preempt_disable", Since = "6.10")]
    public static PreemptionScope DisablePreemption() => default;

    /// <summary>
    /// Enters a section in which nothing else runs on this processor, interrupts neither (Linux 6.14). Sections may be nested.
    /// </summary>
    /// <returns>What leaves the section: <c>using (Bpf.DisableInterrupts()) { … }</c>.</returns>
    [Kfunc("bpf_local_irq_save", Since = "6.14")]
    public static InterruptScope DisableInterrupts() => new(ref _flags);

    /// <summary>
    /// Writes a line to the kernel's trace pipe (<c>/sys/kernel/tracing/trace_pipe</c>); on the CLR to <see cref="BpfSimulation.Trace"/>,
    /// outside of a simulation to <see cref="Trace"/>. For debugging only.
    /// </summary>
    /// <param name="text">The text.</param>
    [FormatSink(FormatSink.TracePipe)]
    public static void Print(BpfFormat text)
    {
        if (BpfSimulation.Current is { } simulation)
            simulation.Write(text.ToString());
        else
            Trace.Write(text.ToString());
    }
}
