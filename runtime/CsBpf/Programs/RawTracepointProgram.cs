using CsBpf.Syscalls;

namespace CsBpf;

/// <summary>A program for a tracepoint's own arguments (<see cref="TpBtfAttribute"/>, <see cref="RawTracepointAttribute"/>).</summary>
public sealed class RawTracepointProgram : LoadedProgram
{
    internal RawTracepointProgram(ProgramHandle handle, string name, string? target, VerifierLog? log = null)
        : base(handle, name, target, log)
    {
    }

    /// <summary>Runs the program wherever the kernel passes the tracepoint, until the link is disposed.</summary>
    /// <exception cref="BpfException">The kernel has no such tracepoint, or refuses.</exception>
    public BpfLink Attach() => new(LinkCalls.OpenRawTracepoint(
        Handle,
        // Of a program that was verified for one tracepoint, the kernel knows the name.
        Type == BpfProgramType.Tracing ? null : Target,
        new Operation($"attach the program {Name} to the tracepoint", Target, CapabilitySet.Bpf | CapabilitySet.PerfMon)));
}
