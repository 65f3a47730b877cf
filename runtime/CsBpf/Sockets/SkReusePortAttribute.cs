namespace CsBpf;

/// <summary>
/// A program that chooses, among the sockets which share a port (<c>SO_REUSEPORT</c>), the one that a connection or packet is for (Linux 4.19).
/// <code>[SkReusePort] SocketVerdict Choose(ReusePortContext context)</code>
/// </summary>
[ProgramSection(
    "sk_reuseport",
    Program = typeof(ReusePortProgram),
    Context = typeof(ReusePortContext),
    FaultValue = (int)SocketVerdict.Pass,
    LargestResult = 1)]
public sealed class SkReusePortAttribute : BpfProgramAttribute
{
    /// <summary>What becomes of the packet when the program faults. Default: the kernel chooses a socket by the flow's hash.</summary>
    public SocketVerdict OnFault { get; init; } = SocketVerdict.Pass;

    /// <inheritdoc/>
    public override int FaultValue => (int)OnFault;
}
