namespace CsBpf;

/// <summary>
/// A program that sees each packet which comes in or goes out by a network interface, in traffic control (Linux 4.1; attached by tcx: 6.6).
/// <code>[Tc] TcAction Mark(SocketBuffer buffer)</code>
/// </summary>
[ProgramSection("tc", Program = typeof(TcProgram), Context = typeof(SocketBuffer), FaultValue = (int)TcAction.Next)]
public sealed class TcAttribute : BpfProgramAttribute
{
    /// <summary>What becomes of a packet when the program faults. Default: the next program decides.</summary>
    public TcAction OnFault { get; init; } = TcAction.Next;

    /// <inheritdoc/>
    public override int FaultValue => (int)OnFault;
}
