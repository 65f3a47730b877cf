namespace CsBpf;

/// <summary>
/// A program that sees the sockets which processes of a cgroup make, bind and give up (Linux 4.10).
/// <code>[CgroupSock(SocketHook.Create)] CgroupVerdict Check(SocketContext context)</code>
/// </summary>
/// <param name="hook">When.</param>
[ProgramSection(
    "cgroup/{name}", Program = typeof(CgroupProgram), Context = typeof(SocketContext), FaultValue = (int)CgroupVerdict.Allow, LargestResult = 1)]
public sealed class CgroupSockAttribute(SocketHook hook) : BpfProgramAttribute
{
    /// <summary>When.</summary>
    public SocketHook Hook { get; } = hook;

    /// <summary>What becomes of the system call when the program faults. Default: it goes on.</summary>
    public CgroupVerdict OnFault { get; init; } = CgroupVerdict.Allow;

    /// <inheritdoc/>
    public override int FaultValue => (int)OnFault;
}

/// <summary>When programs of a cgroup see its sockets.</summary>
public enum SocketHook
{
    /// <summary>A process makes an IP socket (Linux 4.10).</summary>
    [HookName("sock_create")]
    Create,

    /// <summary>An IP socket is given up (Linux 5.9).</summary>
    [HookName("sock_release")]
    Release,

    /// <summary>An IPv4 socket has been bound (Linux 4.17).</summary>
    [HookName("post_bind4")]
    Bound4,

    /// <summary>An IPv6 socket has been bound (Linux 4.17).</summary>
    [HookName("post_bind6")]
    Bound6,
}
