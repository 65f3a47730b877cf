namespace CsBpf;

/// <summary>
/// A program that sees each packet as the driver of a network interface has received it (Linux 4.8), before the network stack does.
/// <code>[Xdp] XdpAction Filter(XdpContext context)</code>
/// </summary>
[ProgramSection("xdp", Program = typeof(XdpProgram), Context = typeof(XdpContext), FaultValue = (int)XdpAction.Pass)]
public sealed class XdpAttribute : BpfProgramAttribute
{
    /// <summary>What becomes of a packet when the program faults: for instance when it reads past the packet's end. Default: it passes.</summary>
    public XdpAction OnFault { get; init; } = XdpAction.Pass;

    /// <inheritdoc/>
    public override int FaultValue => (int)OnFault;
}
