using CsBpf.Syscalls;

namespace CsBpf;

/// <summary>
/// A program for a function of the kernel (<see cref="FentryAttribute"/>, <see cref="FexitAttribute"/>, <see cref="FmodRetAttribute"/>).
/// </summary>
public sealed class TracingProgram : LoadedProgram
{
    internal TracingProgram(ProgramHandle handle, string name, string? target, VerifierLog? log = null)
        : base(handle, name, target, log)
    {
    }

    /// <summary>Runs the program wherever the kernel calls the function, until the link is disposed.</summary>
    /// <exception cref="BpfException">The kernel refuses.</exception>
    public BpfLink Attach() => new(LinkCalls.OpenRawTracepoint(
        Handle, tracepoint: null, new Operation($"attach the program {Name} to the function", Target, CapabilitySet.Bpf | CapabilitySet.PerfMon)));
}
