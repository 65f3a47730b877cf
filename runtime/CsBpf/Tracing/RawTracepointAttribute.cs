namespace CsBpf;

/// <summary>
/// A program that runs where the kernel passes a tracepoint (Linux 4.17), with the tracepoint's own arguments. As
/// <see cref="TpBtfAttribute"/>, for older kernels: the verifier does not know the objects, and what is in them is read by helper calls.
/// <code>[RawTracepoint("sched_process_exit")] void Exit(Task task)</code>
/// </summary>
/// <inheritdoc cref="TpBtfAttribute" path="/remarks"/>
/// <param name="tracepoint">The tracepoint's name, without its group: <c>sched_process_exit</c>.</param>
[ProgramSection("raw_tp/{name}", Program = typeof(RawTracepointProgram), Arguments = "CsBpf.Kernel.btf_trace_{name}")]
public sealed class RawTracepointAttribute(string tracepoint) : BpfProgramAttribute
{
    /// <summary>The tracepoint's name.</summary>
    public string Tracepoint { get; } = tracepoint;

    /// <inheritdoc/>
    public override int FaultValue => 0;
}
