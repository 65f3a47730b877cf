using CsBpf.Syscalls;

namespace CsBpf;

/// <summary>A program that decides at a hook of the Linux security modules (<see cref="LsmAttribute"/>).</summary>
public sealed class LsmProgram : LoadedProgram
{
    internal LsmProgram(ProgramHandle handle, string name, string? target = null, VerifierLog? log = null)
        : base(handle, name, target, log)
    {
    }

    /// <summary>Runs the program wherever the kernel asks its security modules, until the link is disposed.</summary>
    /// <remarks>Where <c>bpf</c> is not among the modules in <c>/sys/kernel/security/lsm</c>, the kernel asks no program.</remarks>
    /// <exception cref="BpfException">The kernel refuses.</exception>
    public BpfLink Attach() => new(LinkCalls.OpenRawTracepoint(
        Handle, tracepoint: null, new Operation($"attach the program {Name} to the LSM hook", Target, CapabilitySet.Bpf | CapabilitySet.PerfMon)));
}
