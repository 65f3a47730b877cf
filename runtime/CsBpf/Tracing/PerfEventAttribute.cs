namespace CsBpf;

/// <summary>
/// A program that runs so many times a second, wherever the processor or the thread is just then (Linux 4.9).
/// <code>[PerfEvent] void Sample(PerfSample sample)</code>
/// </summary>
/// <remarks>The kernel does not look at the result; a fault returns 0.</remarks>
[ProgramSection("perf_event", Program = typeof(PerfEventProgram), Context = typeof(PerfSample))]
public sealed class PerfEventAttribute : BpfProgramAttribute
{
    /// <inheritdoc/>
    public override int FaultValue => 0;
}

/// <summary>What a program of a perf event is called with.</summary>
[KernelType("bpf_perf_event_data")]
public sealed class PerfSample : KernelObject
{
    /// <summary>How much has happened since the last sample: of a clock, nanoseconds.</summary>
    [KernelMember("sample_period")]
    public ulong Period { get; set; }

    /// <summary>The address that the event is about, where it is about one (Linux 4.17).</summary>
    [KernelMember("addr")]
    public ulong Address { get; set; }
}
