namespace CsBpf;

/// <summary>The kernel's <c>enum bpf_prog_type</c>.</summary>
public enum BpfProgramType
{
    /// <summary>None.</summary>
    Unspecified,

    /// <summary>Linux 3.19.</summary>
    SocketFilter,

    /// <summary>Linux 4.1. Also uprobes.</summary>
    Kprobe,

    /// <summary>Linux 4.1.</summary>
    TrafficClassifier,

    /// <summary>Linux 4.1.</summary>
    TrafficAction,

    /// <summary>Linux 4.7.</summary>
    Tracepoint,

    /// <summary>Linux 4.8.</summary>
    Xdp,

    /// <summary>Linux 4.9.</summary>
    PerfEvent,

    /// <summary>Linux 4.10.</summary>
    CgroupSkb,

    /// <summary>Linux 4.10.</summary>
    CgroupSock,

    /// <summary>Linux 4.10.</summary>
    LightweightTunnelIn,

    /// <summary>Linux 4.10.</summary>
    LightweightTunnelOut,

    /// <summary>Linux 4.10.</summary>
    LightweightTunnelXmit,

    /// <summary>Linux 4.13.</summary>
    SockOps,

    /// <summary>Linux 4.14.</summary>
    SkSkb,

    /// <summary>Linux 4.15.</summary>
    CgroupDevice,

    /// <summary>Linux 4.17.</summary>
    SkMsg,

    /// <summary>Linux 4.17.</summary>
    RawTracepoint,

    /// <summary>Linux 4.17.</summary>
    CgroupSockAddr,

    /// <summary>Linux 4.18.</summary>
    LightweightTunnelSeg6Local,

    /// <summary>Linux 4.18.</summary>
    LircMode2,

    /// <summary>Linux 4.19.</summary>
    SkReusePort,

    /// <summary>Linux 4.20.</summary>
    FlowDissector,

    /// <summary>Linux 5.2.</summary>
    CgroupSysctl,

    /// <summary>Linux 5.2.</summary>
    RawTracepointWritable,

    /// <summary>Linux 5.3.</summary>
    CgroupSockOpt,

    /// <summary>Linux 5.5. fentry, fexit, fmod_ret, BTF tracepoints, iterators.</summary>
    Tracing,

    /// <summary>Linux 5.6.</summary>
    StructOps,

    /// <summary>Linux 5.6.</summary>
    Extension,

    /// <summary>Linux 5.7.</summary>
    Lsm,

    /// <summary>Linux 5.9.</summary>
    SkLookup,

    /// <summary>Linux 5.14.</summary>
    Syscall,

    /// <summary>Linux 6.4.</summary>
    Netfilter,
}
