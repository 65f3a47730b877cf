namespace CsBpf;

/// <summary>
/// A program that runs where the kernel passes a tracepoint (Linux 4.7), with the record that the tracepoint makes: what user space sees in
/// <c>/sys/kernel/tracing/events/GROUP/NAME/format</c>.
/// <code>[Tracepoint("syscalls/sys_enter_openat")] void Open(SyscallEnter call)</code>
/// </summary>
/// <remarks>
/// The record is a kernel class: <c>trace_event_raw_NAME</c>, or that of the tracepoint's template; of system calls <c>SyscallEnter</c> and
/// <c>SyscallExit</c>. A fault returns 0.
/// </remarks>
/// <param name="tracepoint">The tracepoint's group and name: <c>sched/sched_process_exec</c>.</param>
[ProgramSection("tp/{name}", Program = typeof(TracepointProgram), Record = "CsBpf.Kernel.trace_event_raw_{event}")]
public sealed class TracepointAttribute(string tracepoint) : BpfProgramAttribute
{
    /// <summary>The tracepoint's group and name.</summary>
    public string Tracepoint { get; } = tracepoint;

    /// <inheritdoc/>
    public override int FaultValue => 0;
}

/// <summary>On a kernel class: the record of all tracepoints whose group and name begin so.</summary>
/// <param name="prefix">How they begin: <c>syscalls/sys_enter_</c>.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class TracepointRecordAttribute(string prefix) : Attribute
{
    /// <summary>How group and name begin.</summary>
    public string Prefix { get; } = prefix;
}
