namespace CsBpf;

/// <summary>
/// A program that user space runs by <c>BPF_PROG_TEST_RUN</c> (Linux 5.14). Takes no parameter, or one <c>ref</c> to a struct that
/// both sides share: the caller's bytes come in and, changed, go back.
/// </summary>
[ProgramSection("syscall", Program = typeof(SyscallProgram))]
public sealed class SyscallAttribute : BpfProgramAttribute
{
    /// <summary>What the program returns when it faults (null map slot, index out of range, division by zero). Default: 0.</summary>
    public int OnFault { get; init; }

    /// <inheritdoc/>
    public override int FaultValue => OnFault;
}
