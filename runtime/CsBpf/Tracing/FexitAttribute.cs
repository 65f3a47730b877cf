namespace CsBpf;

/// <summary>
/// A program that runs where a function of the kernel has ended (Linux 5.5), with its arguments and its result.
/// <code>[Fexit("tcp_connect")] void Connected(sock socket, [ReturnValue] int error)</code>
/// </summary>
/// <inheritdoc cref="FentryAttribute" path="/remarks"/>
/// <param name="function">The function's name.</param>
[ProgramSection(
    "fexit/{name}",
    Program = typeof(TracingProgram),
    Arguments = "CsBpf.Kernel.Functions.{name}",
    HasTrustedArguments = true,
    PassesResult = true,
    LargestResult = 0)]
public sealed class FexitAttribute(string function) : BpfProgramAttribute
{
    /// <summary>The function's name.</summary>
    public string Function { get; } = function;

    /// <inheritdoc/>
    public override int FaultValue => 0;
}
