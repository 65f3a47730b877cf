namespace CsBpf;

/// <summary>
/// A program that runs where a function of the kernel begins (Linux 4.1), with its arguments. As <see cref="FentryAttribute"/>, for older kernels
/// and for functions that those programs may not be for: what is in the objects is read by helper calls. On x86-64.
/// <code>[Kprobe("tcp_connect")] void Connect(sock socket)</code>
/// </summary>
/// <remarks>
/// The prototypes of the kernel's functions are the methods of <c>CsBpf.Kernel.Functions</c>. Of a function that is not among them, the
/// parameters say themselves what its registers hold. The first six arguments are in registers. An object parameter that is not nullable is never
/// null: where the kernel passes null, the program returns 0 before its body. The kernel does not look at the result.
/// </remarks>
/// <param name="function">The function's name.</param>
[ProgramSection("kprobe/{name}", Program = typeof(KprobeProgram), Arguments = "CsBpf.Kernel.Functions.{name}", Registers = typeof(ProbeArguments))]
public sealed class KprobeAttribute(string function) : BpfProgramAttribute
{
    /// <summary>The function's name.</summary>
    public string Function { get; } = function;

    /// <inheritdoc/>
    public override int FaultValue => 0;
}

/// <summary>
/// A program that runs where a function of the kernel has ended (Linux 4.1): its parameter, if it has one, is the function's result. On x86-64.
/// <code>[Kretprobe("tcp_v4_connect")] void Connected(int error)</code>
/// </summary>
/// <remarks>The kernel does not look at the program's result.</remarks>
/// <param name="function">The function's name.</param>
[ProgramSection("kretprobe/{name}", Program = typeof(KprobeProgram), Arguments = "CsBpf.Kernel.Functions.{name}", Registers = typeof(ProbeResult))]
public sealed class KretprobeAttribute(string function) : BpfProgramAttribute
{
    /// <summary>The function's name.</summary>
    public string Function { get; } = function;

    /// <inheritdoc/>
    public override int FaultValue => 0;
}
