namespace CsBpf;

/// <summary>
/// A program that sees each packet which a socket is about to receive, and says how much of it does: the first bytes, so many as it returns
/// (Linux 3.19). 0 drops the packet, <see cref="uint.MaxValue"/> keeps all of it.
/// <code>[SocketFilter] uint Filter(SocketFilterContext packet)</code>
/// </summary>
[ProgramSection("socket", Program = typeof(SocketFilterProgram), Context = typeof(SocketFilterContext))]
public sealed class SocketFilterAttribute : BpfProgramAttribute
{
    /// <summary>How many bytes of the packet are kept when the program faults. Default: none, it is dropped.</summary>
    public uint OnFault { get; init; }

    /// <inheritdoc/>
    public override int FaultValue => (int)OnFault;
}
