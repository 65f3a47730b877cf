namespace CsBpf;

/// <summary>
/// A program that runs where the kernel passes a tracepoint (Linux 5.5), with the tracepoint's own arguments: kernel objects that the verifier
/// knows, integers, bools. The method takes them in their order, all or the first ones.
/// <code>[TpBtf("sched_switch")] void Switch(bool isPreempted, Task previous, Task next)</code>
/// </summary>
/// <remarks>
/// What a tracepoint passes is a delegate in <c>CsBpf.Kernel</c>: <c>btf_trace_sched_switch</c>. An object parameter that is not nullable is
/// never null: where the kernel passes null, the program returns 0 before its body. The kernel does not look at the result.
/// </remarks>
/// <param name="tracepoint">The tracepoint's name, without its group: <c>sched_switch</c>.</param>
[ProgramSection("tp_btf/{name}", Program = typeof(RawTracepointProgram), Arguments = "CsBpf.Kernel.btf_trace_{name}", HasTrustedArguments = true)]
public sealed class TpBtfAttribute(string tracepoint) : BpfProgramAttribute
{
    /// <summary>The tracepoint's name.</summary>
    public string Tracepoint { get; } = tracepoint;

    /// <inheritdoc/>
    public override int FaultValue => 0;
}
