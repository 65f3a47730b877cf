namespace CsBpf;

/// <summary>
/// A program that sees each packet which leaves a netkit device: a pair of devices, of which one is in a container (Linux 6.7).
/// <code>[Netkit(NetkitSide.Peer)] NetkitAction Filter(SocketBuffer buffer)</code>
/// </summary>
/// <param name="side">By which of the two devices the packet leaves.</param>
[ProgramSection("netkit/{name}", Program = typeof(NetkitProgram), Context = typeof(SocketBuffer), FaultValue = (int)NetkitAction.Next)]
public sealed class NetkitAttribute(NetkitSide side) : BpfProgramAttribute
{
    /// <summary>By which of the two devices the packet leaves.</summary>
    public NetkitSide Side { get; } = side;

    /// <summary>What becomes of a packet when the program faults. Default: the next program decides, or the device's own rule.</summary>
    public NetkitAction OnFault { get; init; } = NetkitAction.Next;

    /// <inheritdoc/>
    public override int FaultValue => (int)OnFault;
}

/// <summary>The two devices of a netkit.</summary>
public enum NetkitSide
{
    /// <summary>The primary device: that of the host.</summary>
    [HookName("primary")]
    Primary,

    /// <summary>Its peer: that of the container. Its programs are attached at the primary device.</summary>
    [HookName("peer")]
    Peer,
}

/// <summary>What becomes of a packet after a program of a netkit device (<c>enum netkit_action</c>).</summary>
public enum NetkitAction
{
    /// <summary>The next program decides; after the last one the device's own rule, which drops or passes all.</summary>
    Next = -1,

    /// <summary>Goes to the other device.</summary>
    Pass = 0,

    /// <summary>Dropped.</summary>
    Drop = 2,

    /// <summary>Sent where the program's call of a redirecting helper said.</summary>
    Redirect = 7,
}
