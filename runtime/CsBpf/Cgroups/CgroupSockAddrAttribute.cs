namespace CsBpf;

/// <summary>
/// A program that sees the addresses which processes of a cgroup hand to sockets, or get from them, and may change them (Linux 4.17).
/// <code>[CgroupSockAddr(SocketAddressHook.Connect4)] CgroupVerdict Redirect(SocketAddressContext context)</code>
/// </summary>
/// <param name="hook">At which system call.</param>
[ProgramSection(
    "cgroup/{name}", Program = typeof(CgroupProgram), Context = typeof(SocketAddressContext), FaultValue = (int)CgroupVerdict.Allow, LargestResult = 1)]
public sealed class CgroupSockAddrAttribute(SocketAddressHook hook) : BpfProgramAttribute
{
    /// <summary>At which system call.</summary>
    public SocketAddressHook Hook { get; } = hook;

    /// <summary>What becomes of the system call when the program faults. Default: it goes on.</summary>
    public CgroupVerdict OnFault { get; init; } = CgroupVerdict.Allow;

    /// <inheritdoc/>
    public override int FaultValue => (int)OnFault;
}

/// <summary>The system calls at which programs of a cgroup see the addresses of sockets.</summary>
public enum SocketAddressHook
{
    /// <summary>A process binds an IPv4 socket (Linux 4.17). The program may change the address.</summary>
    [HookName("bind4")]
    Bind4,

    /// <summary>A process binds an IPv6 socket (Linux 4.17). The program may change the address.</summary>
    [HookName("bind6")]
    Bind6,

    /// <summary>A process connects an IPv4 socket (Linux 4.17). The program may change the address.</summary>
    [HookName("connect4")]
    Connect4,

    /// <summary>A process connects an IPv6 socket (Linux 4.17). The program may change the address.</summary>
    [HookName("connect6")]
    Connect6,

    /// <summary>A process sends by an IPv4 socket that is not connected (UDP, Linux 4.18). The program may change the addresses.</summary>
    [HookName("sendmsg4")]
    SendMessage4,

    /// <summary>A process sends by an IPv6 socket that is not connected (UDP, Linux 4.18). The program may change the addresses.</summary>
    [HookName("sendmsg6")]
    SendMessage6,

    /// <summary>A process has received by an IPv4 socket that is not connected (UDP, Linux 5.2). The program may change the address that it is told.</summary>
    [HookName("recvmsg4", SmallestResult = (int)CgroupVerdict.Allow)]
    ReceiveMessage4,

    /// <summary>A process has received by an IPv6 socket that is not connected (UDP, Linux 5.2). The program may change the address that it is told.</summary>
    [HookName("recvmsg6", SmallestResult = (int)CgroupVerdict.Allow)]
    ReceiveMessage6,

    /// <summary>A process asks which address an IPv4 socket is connected to (Linux 5.8). The program may change the answer.</summary>
    [HookName("getpeername4", SmallestResult = (int)CgroupVerdict.Allow)]
    GetPeerName4,

    /// <summary>A process asks which address an IPv6 socket is connected to (Linux 5.8). The program may change the answer.</summary>
    [HookName("getpeername6", SmallestResult = (int)CgroupVerdict.Allow)]
    GetPeerName6,

    /// <summary>A process asks for the own address of an IPv4 socket (Linux 5.8). The program may change the answer.</summary>
    [HookName("getsockname4", SmallestResult = (int)CgroupVerdict.Allow)]
    GetSocketName4,

    /// <summary>A process asks for the own address of an IPv6 socket (Linux 5.8). The program may change the answer.</summary>
    [HookName("getsockname6", SmallestResult = (int)CgroupVerdict.Allow)]
    GetSocketName6,

    /// <summary>A process connects a UNIX socket (Linux 6.7).</summary>
    [HookName("connect_unix")]
    ConnectUnix,

    /// <summary>A process sends by a UNIX socket for datagrams, to an address that it says (Linux 6.7).</summary>
    [HookName("sendmsg_unix")]
    SendMessageUnix,

    /// <summary>A process has received by a UNIX socket for datagrams (Linux 6.7).</summary>
    [HookName("recvmsg_unix", SmallestResult = (int)CgroupVerdict.Allow)]
    ReceiveMessageUnix,

    /// <summary>A process asks which address a UNIX socket is connected to (Linux 6.7).</summary>
    [HookName("getpeername_unix", SmallestResult = (int)CgroupVerdict.Allow)]
    GetPeerNameUnix,

    /// <summary>A process asks for the own address of a UNIX socket (Linux 6.7).</summary>
    [HookName("getsockname_unix", SmallestResult = (int)CgroupVerdict.Allow)]
    GetSocketNameUnix,
}
