using CsBpf.Syscalls;

namespace CsBpf;

/// <summary>A program for the records of a tracepoint (<see cref="TracepointAttribute"/>).</summary>
public sealed class TracepointProgram : LoadedProgram
{
    internal TracepointProgram(ProgramHandle handle, string name, string? target, VerifierLog? log = null)
        : base(handle, name, target, log)
    {
    }

    /// <summary>Runs the program wherever the kernel passes the tracepoint, until the link is disposed.</summary>
    /// <exception cref="InvalidOperationException">The program's section names no tracepoint.</exception>
    /// <exception cref="BpfException">The kernel has no such tracepoint, tracefs is not to be read, or the kernel refuses.</exception>
    public BpfLink Attach()
    {
        if (Target is null)
            throw new InvalidOperationException($"The section of {Name} names no tracepoint.");
        var operation = new Operation($"attach the program {Name} to the tracepoint", Target, CapabilitySet.Bpf | CapabilitySet.PerfMon);
        return new BpfLink(PerfEventCalls.Attach(Handle, PerfEventRecord.Tracepoint(TraceFileSystem.GetEventId(Target, operation)), operation));
    }
}
