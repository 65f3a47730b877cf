using CsBpf.Syscalls;

namespace CsBpf;

/// <summary>A program that samples what runs (<see cref="PerfEventAttribute"/>).</summary>
public sealed class PerfEventProgram : LoadedProgram
{
    internal PerfEventProgram(ProgramHandle handle, string name, VerifierLog? log = null)
        : base(handle, name, target: null, log)
    {
    }

    /// <summary>Runs the program by the clock of a processor, whatever runs there, until the link is disposed.</summary>
    /// <param name="processor">The processor's number.</param>
    /// <param name="frequency">How often in a second.</param>
    /// <exception cref="ArgumentOutOfRangeException">The frequency is less than 1.</exception>
    /// <exception cref="BpfException">There is no such processor, or the kernel refuses.</exception>
    public BpfLink AttachToProcessor(int processor, int frequency)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(processor);
        return Attach(PerfEventRecord.Clock(frequency) with { Processor = processor }, $"processor {processor}");
    }

    /// <summary>Runs the program by the clock of a thread, while that runs, until the link is disposed.</summary>
    /// <param name="thread">The thread's number.</param>
    /// <param name="frequency">How often in a second that the thread runs.</param>
    /// <exception cref="ArgumentOutOfRangeException">The frequency is less than 1.</exception>
    /// <exception cref="BpfException">There is no such thread, or the kernel refuses.</exception>
    public BpfLink AttachToThread(int thread, int frequency)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(thread);
        return Attach(PerfEventRecord.Clock(frequency) with { Thread = thread }, $"thread {thread}");
    }

    private BpfLink Attach(PerfEventRecord record, string subject) =>
        new(PerfEventCalls.Attach(
            Handle, record, new Operation($"attach the program {Name} to the clock of", subject, CapabilitySet.Bpf | CapabilitySet.PerfMon)));
}
