namespace CsBpf;

/// <summary>
/// A program that sees which options processes of a cgroup set on sockets, or ask for, and may change them (Linux 5.3).
/// <code>[CgroupSockOpt(SocketOptionHook.Set)] CgroupVerdict Check(SocketOptionContext context)</code>
/// </summary>
/// <param name="hook">When.</param>
[ProgramSection(
    "cgroup/{name}", Program = typeof(CgroupProgram), Context = typeof(SocketOptionContext), FaultValue = (int)CgroupVerdict.Allow, LargestResult = 1)]
public sealed class CgroupSockOptAttribute(SocketOptionHook hook) : BpfProgramAttribute
{
    /// <summary>When.</summary>
    public SocketOptionHook Hook { get; } = hook;

    /// <summary>What becomes of the system call when the program faults. Default: it goes on.</summary>
    public CgroupVerdict OnFault { get; init; } = CgroupVerdict.Allow;

    /// <inheritdoc/>
    public override int FaultValue => (int)OnFault;
}

/// <summary>When programs of a cgroup see the options of sockets.</summary>
public enum SocketOptionHook
{
    /// <summary>A process asks for an option: the kernel has its answer.</summary>
    [HookName("getsockopt")]
    Get,

    /// <summary>A process sets an option: before the kernel does.</summary>
    [HookName("setsockopt")]
    Set,
}
