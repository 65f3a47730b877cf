namespace CsBpf;

/// <summary>
/// A program that sees each packet which a process of a cgroup receives or sends (Linux 4.10), from its IP header on.
/// <code>[CgroupSkb(PacketDirection.Egress)] CgroupVerdict Count(SocketBuffer buffer)</code>
/// </summary>
/// <param name="direction">Which packets.</param>
[ProgramSection(
    "cgroup_skb/{name}", Program = typeof(CgroupProgram), Context = typeof(SocketBuffer), FaultValue = (int)CgroupVerdict.Allow, LargestResult = 1)]
public sealed class CgroupSkbAttribute(PacketDirection direction) : BpfProgramAttribute
{
    /// <summary>Which packets.</summary>
    public PacketDirection Direction { get; } = direction;

    /// <summary>What becomes of a packet when the program faults: for instance when it reads past the packet's end. Default: it passes.</summary>
    public CgroupVerdict OnFault { get; init; } = CgroupVerdict.Allow;

    /// <inheritdoc/>
    public override int FaultValue => (int)OnFault;
}

/// <summary>Which packets a program sees.</summary>
public enum PacketDirection
{
    /// <summary>Those that come in.</summary>
    [HookName("ingress")]
    Ingress,

    /// <summary>Those that go out.</summary>
    [HookName("egress")]
    Egress,
}
