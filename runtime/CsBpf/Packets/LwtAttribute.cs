namespace CsBpf;

/// <summary>
/// A program of a route, a "light-weight tunnel": it sees each packet that takes the route, from its IP header on (Linux 4.10).
/// <code>[Lwt(LwtHook.Transmit)] LwtAction Wrap(SocketBuffer buffer)</code>
/// </summary>
/// <remarks>
/// Routes name the program by the file that it is pinned in: <c>ip route add 192.0.2.0/24 encap bpf xmit pinned /sys/fs/bpf/wrap dev eth0</c>.
/// </remarks>
/// <param name="hook">When.</param>
[ProgramSection("lwt_{name}", Context = typeof(SocketBuffer), FaultValue = (int)LwtAction.Continue)]
public sealed class LwtAttribute(LwtHook hook) : BpfProgramAttribute
{
    /// <summary>When.</summary>
    public LwtHook Hook { get; } = hook;

    /// <summary>What becomes of a packet when the program faults. Default: it goes on.</summary>
    public LwtAction OnFault { get; init; } = LwtAction.Continue;

    /// <inheritdoc/>
    public override int FaultValue => (int)OnFault;
}

/// <summary>When the program of a route sees a packet.</summary>
public enum LwtHook
{
    /// <summary>When it has come in, and is for this machine or to be sent on. The program may read it.</summary>
    [HookName("in")]
    In,

    /// <summary>When this machine sends it. The program may read it.</summary>
    [HookName("out")]
    Out,

    /// <summary>When it is handed to the interface. The program may read and write it, and redirect it.</summary>
    [HookName("xmit")]
    Transmit,

    /// <summary>At an action End.BPF of segment routing with IPv6 (Linux 4.18). The program may read it.</summary>
    [HookName("seg6local")]
    Segment6,
}

/// <summary>What becomes of a packet after the program of a route.</summary>
public enum LwtAction
{
    /// <summary>It goes on.</summary>
    Continue = 0,

    /// <summary>Dropped.</summary>
    Drop = 2,

    /// <summary>Sent where the program's call of a redirecting helper said: of <see cref="LwtHook.Transmit"/>.</summary>
    Redirect = 7,

    /// <summary>Its route is looked up anew, for the program has changed where it goes (Linux 5.1).</summary>
    Reroute = 128,
}
