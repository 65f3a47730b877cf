using CsBpf.Syscalls;

namespace CsBpf;

/// <summary>The capabilities that loading programs takes (from Linux 5.8 on; CAP_SYS_ADMIN before).</summary>
internal static class ProgramNeeds
{
    /// <summary>What all programs of an object take that are loaded.</summary>
    public static CapabilitySet Of(BpfObjectSpec spec) =>
        spec.Programs.Where(spec.IsLoaded).Aggregate(CapabilitySet.Bpf, (needs, program) => needs | Of(program.Type));

    /// <summary>What a program takes.</summary>
    public static CapabilitySet Of(BpfProgramType type) => type switch
    {
        BpfProgramType.Kprobe or BpfProgramType.Tracepoint or BpfProgramType.PerfEvent or BpfProgramType.RawTracepoint or
            BpfProgramType.RawTracepointWritable or BpfProgramType.Tracing or BpfProgramType.Lsm =>
                CapabilitySet.Bpf | CapabilitySet.PerfMon,
        BpfProgramType.Unspecified or BpfProgramType.SocketFilter or BpfProgramType.Syscall => CapabilitySet.Bpf,
        BpfProgramType.Extension => CapabilitySet.SysAdmin,
        _ => CapabilitySet.Bpf | CapabilitySet.NetAdmin,
    };
}
