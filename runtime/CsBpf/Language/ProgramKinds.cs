namespace CsBpf;

/// <summary>Kinds of programs, as their sections begin.</summary>
internal static class ProgramKinds
{
    /// <summary>Those that look at the kernel and at processes.</summary>
    public const string Tracing =
        "kprobe kretprobe ksyscall kretsyscall uprobe uretprobe tp raw_tp tp_btf fentry fexit fmod_ret perf_event lsm iter syscall";

    /// <summary>Those for packets at the driver.</summary>
    public const string Xdp = "xdp";

    /// <summary>Those of traffic control, and of routes out.</summary>
    public const string TrafficControl = "tc netkit lwt_xmit";

    /// <summary>Those that may change the packets of the network stack.</summary>
    public const string PacketChanges = TrafficControl + " sk_skb";
}
