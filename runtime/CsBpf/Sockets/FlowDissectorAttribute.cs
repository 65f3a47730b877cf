namespace CsBpf;

/// <summary>
/// A program that takes packets apart for the kernel, which wants to know their flow, in place of its own code (Linux 4.20).
/// <code>[FlowDissector] FlowDissection Dissect(FlowDissectorContext context)</code>
/// </summary>
[ProgramSection(
    "flow_dissector", Program = typeof(NetworkNamespaceProgram), Context = typeof(FlowDissectorContext), FaultValue = (int)FlowDissection.Drop)]
public sealed class FlowDissectorAttribute : BpfProgramAttribute
{
    /// <summary>What becomes of the packet when the program faults. Default: it has no flow.</summary>
    public FlowDissection OnFault { get; init; } = FlowDissection.Drop;

    /// <inheritdoc/>
    public override int FaultValue => (int)OnFault;
}

/// <summary>What became of the dissection of a packet.</summary>
public enum FlowDissection
{
    /// <summary>The flow is in <see cref="FlowDissectorContext.Keys"/>.</summary>
    Done = 0,

    /// <summary>The packet has no flow.</summary>
    Drop = 2,

    /// <summary>The kernel's own code takes the packet apart (Linux 6.1).</summary>
    Continue = 129,
}
