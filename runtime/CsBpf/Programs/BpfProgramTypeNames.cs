namespace CsBpf;

/// <summary>The names of program types as the kernel and its tools print them.</summary>
public static class BpfProgramTypeNames
{
    private static readonly string[] Names =
    [
        "unspec", "socket_filter", "kprobe", "sched_cls", "sched_act", "tracepoint", "xdp", "perf_event", "cgroup_skb", "cgroup_sock",
        "lwt_in", "lwt_out", "lwt_xmit", "sock_ops", "sk_skb", "cgroup_device", "sk_msg", "raw_tracepoint", "cgroup_sock_addr",
        "lwt_seg6local", "lirc_mode2", "sk_reuseport", "flow_dissector", "cgroup_sysctl", "raw_tracepoint_writable", "cgroup_sockopt",
        "tracing", "struct_ops", "ext", "lsm", "sk_lookup", "syscall", "netfilter",
    ];

    /// <summary>The name that the kernel and its tools give a program type: <c>sched_cls</c>.</summary>
    /// <param name="type">The type.</param>
    public static string KernelName(this BpfProgramType type) => (uint)type < (uint)Names.Length ? Names[(int)type] : type.ToString();
}
