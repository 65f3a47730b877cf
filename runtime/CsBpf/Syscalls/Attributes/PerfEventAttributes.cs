using System.Runtime.InteropServices;

namespace CsBpf.Syscalls;

/// <summary>An event, and where it is looked for: of a thread, or of a processor.</summary>
/// <param name="Attributes">The event.</param>
/// <param name="Thread">The thread's number; -1 for all.</param>
/// <param name="Processor">The processor's number; -1 for all.</param>
internal readonly record struct PerfEventRecord(PerfEventAttributes Attributes, int Thread = -1, int Processor = -1)
{
    /// <summary>Of a probe: the function or file, whose address the kernel gets; null for other events.</summary>
    public string? Text { get; init; }

    private const uint SoftwareType = 1;
    private const uint TracepointType = 2;
    private const ulong FrequencyFlag = 1 << 10;
    private const ulong OutputEvent = 10;
    private const ulong RawSample = 1 << 10;

    /// <summary>A tracepoint. Its programs run on all processors, whichever the event is opened for.</summary>
    public static PerfEventRecord Tracepoint(ulong id) =>
        new(PerfEventAttributes.Of(TracepointType) with { Configuration = id, PeriodOrFrequency = 1 }, Processor: 0);

    /// <summary>What programs write on a processor (<c>PERF_COUNT_SW_BPF_OUTPUT</c>): each is a sample, and wakes who waits.</summary>
    public static PerfEventRecord Output(int processor) => new(
        PerfEventAttributes.Of(SoftwareType) with { Configuration = OutputEvent, SampleType = RawSample, PeriodOrFrequency = 1, WakeupEvents = 1 },
        Processor: processor);

    /// <summary>The time that passes for a processor or thread (<c>PERF_COUNT_SW_CPU_CLOCK</c>).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The frequency is less than 1.</exception>
    public static PerfEventRecord Clock(int frequency)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(frequency);
        return new(PerfEventAttributes.Of(SoftwareType) with { PeriodOrFrequency = (ulong)frequency, Flags = FrequencyFlag });
    }
}

/// <summary><c>struct perf_event_attr</c>, as its second version has it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct PerfEventAttributes
{
    public uint Type;
    public uint Size;
    public ulong Configuration;
    public ulong PeriodOrFrequency;
    public ulong SampleType;
    public ulong ReadFormat;
    public ulong Flags;
    public uint WakeupEvents;
    public uint BreakpointType;
    public ulong Configuration1;
    public ulong Configuration2;

    public static PerfEventAttributes Of(uint type) => new() { Type = type, Size = (uint)sizeof(PerfEventAttributes) };
}
