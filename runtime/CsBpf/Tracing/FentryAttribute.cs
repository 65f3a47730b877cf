namespace CsBpf;

/// <summary>
/// A program that runs where a function of the kernel begins (Linux 5.5), with its arguments: kernel objects that the verifier knows, integers,
/// bools, addresses. The method takes them in their order, all or the first ones.
/// <code>[Fentry("tcp_connect")] void Connect(sock socket)</code>
/// </summary>
/// <remarks>
/// The prototypes of the kernel's functions are the methods of <c>CsBpf.Kernel.Functions</c>. An object parameter that is not nullable is
/// never null: where the kernel passes null, the program returns 0 before its body. The kernel takes no result but 0.
/// </remarks>
/// <param name="function">The function's name.</param>
[ProgramSection(
    "fentry/{name}", Program = typeof(TracingProgram), Arguments = "CsBpf.Kernel.Functions.{name}", HasTrustedArguments = true, LargestResult = 0)]
public sealed class FentryAttribute(string function) : BpfProgramAttribute
{
    /// <summary>The function's name.</summary>
    public string Function { get; } = function;

    /// <inheritdoc/>
    public override int FaultValue => 0;
}
