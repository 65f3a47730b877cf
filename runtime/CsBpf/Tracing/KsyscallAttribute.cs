namespace CsBpf;

/// <summary>
/// A program that runs where a system call begins (Linux 4.17), with its arguments as user space passes them: numbers, and addresses of its memory
/// as numbers. On x86-64, system calls of 64 bits.
/// <code>[Ksyscall("openat")] void Open(int directory, nuint path, int flags)</code>
/// </summary>
/// <remarks>
/// <see cref="TracepointAttribute"/> has the same for system calls with a tracepoint. The kernel does not look at the result.
/// </remarks>
/// <param name="call">The name of the system call.</param>
[ProgramSection(
    "ksyscall/{name}", Program = typeof(KprobeProgram), Arguments = "CsBpf.Kernel.Functions.__x64_sys_{name}", Registers = typeof(SyscallArguments))]
public sealed class KsyscallAttribute(string call) : BpfProgramAttribute
{
    /// <summary>The name of the system call.</summary>
    public string Call { get; } = call;

    /// <inheritdoc/>
    public override int FaultValue => 0;
}

/// <summary>
/// A program that runs where a system call has ended (Linux 4.17): its parameter, if it has one, is what the call returns. On x86-64, system
/// calls of 64 bits.
/// <code>[Kretsyscall("openat")] void Opened(long result)</code>
/// </summary>
/// <remarks>The kernel does not look at the program's result.</remarks>
/// <param name="call">The name of the system call.</param>
[ProgramSection(
    "kretsyscall/{name}", Program = typeof(KprobeProgram), Arguments = "CsBpf.Kernel.Functions.__x64_sys_{name}", Registers = typeof(ProbeResult))]
public sealed class KretsyscallAttribute(string call) : BpfProgramAttribute
{
    /// <summary>The name of the system call.</summary>
    public string Call { get; } = call;

    /// <inheritdoc/>
    public override int FaultValue => 0;
}
