namespace CsBpf;

/// <summary>
/// A program that sees each packet which no connected socket takes, where a socket that listens or receives is looked up for it (Linux 5.9).
/// <code>[SkLookup] SocketVerdict Choose(SocketLookupContext context)</code>
/// </summary>
[ProgramSection(
    "sk_lookup",
    Program = typeof(NetworkNamespaceProgram),
    Context = typeof(SocketLookupContext),
    FaultValue = (int)SocketVerdict.Pass,
    LargestResult = 1)]
public sealed class SkLookupAttribute : BpfProgramAttribute
{
    /// <summary>What becomes of the packet when the program faults. Default: a socket is looked up as ever.</summary>
    public SocketVerdict OnFault { get; init; } = SocketVerdict.Pass;

    /// <inheritdoc/>
    public override int FaultValue => (int)OnFault;
}
