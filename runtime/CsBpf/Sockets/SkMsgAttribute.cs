namespace CsBpf;

/// <summary>
/// A program that sees each message which a process sends by a socket of a map (Linux 4.17).
/// <code>[SkMsg] SocketVerdict Check(SocketMessageContext message)</code>
/// </summary>
[ProgramSection("sk_msg", Program = typeof(SocketMapProgram), Context = typeof(SocketMessageContext), FaultValue = (int)SocketVerdict.Pass, LargestResult = 1)]
public sealed class SkMsgAttribute : BpfProgramAttribute
{
    /// <summary>What becomes of the message when the program faults. Default: it is sent.</summary>
    public SocketVerdict OnFault { get; init; } = SocketVerdict.Pass;

    /// <inheritdoc/>
    public override int FaultValue => (int)OnFault;
}
