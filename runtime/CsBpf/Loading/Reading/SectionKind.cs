namespace CsBpf.Reading;

/// <summary>What the name of a program section says, as libbpf reads it.</summary>
/// <param name="Name">The section's name; with a <c>+</c> at its end, what follows after a slash is the target.</param>
/// <param name="Type">The type of the programs in it.</param>
/// <param name="AttachType">Where they attach.</param>
/// <param name="Traits">What more it says.</param>
internal sealed record SectionKind(
    string Name, BpfProgramType Type, BpfAttachType AttachType = default, SectionTraits Traits = SectionTraits.None)
{
    /// <summary>The kind of a section, and the target that the rest of its name gives, if any.</summary>
    /// <param name="section">The section's name, without a leading <c>?</c>.</param>
    /// <returns>Null where no program lives in sections of that name.</returns>
    public static (SectionKind Kind, string? Target)? Find(string section)
    {
        foreach (var kind in All)
        {
            if (kind.Name[^1] != '+')
            {
                if (kind.Name == section)
                    return (kind, null);
                continue;
            }

            var prefix = kind.Name.AsSpan(0, kind.Name.Length - 1);
            if (!section.AsSpan().StartsWith(prefix, StringComparison.Ordinal))
                continue;
            if (section.Length == prefix.Length)
                return (kind, null);
            if (section[prefix.Length] == '/')
                return (kind, section[(prefix.Length + 1)..]);
        }

        return null;
    }

    /// <summary>All kinds; the first that fits counts.</summary>
    private static readonly SectionKind[] All =
    [
        new("socket", BpfProgramType.SocketFilter),
        new("sk_reuseport/migrate", BpfProgramType.SkReusePort, BpfAttachType.SkReusePortSelectOrMigrate),
        new("sk_reuseport", BpfProgramType.SkReusePort, BpfAttachType.SkReusePortSelect),
        new("kprobe+", BpfProgramType.Kprobe),
        new("uprobe+", BpfProgramType.Kprobe, Traits: SectionTraits.User),
        new("uprobe.s+", BpfProgramType.Kprobe, Traits: SectionTraits.User | SectionTraits.Sleepable),
        new("kretprobe+", BpfProgramType.Kprobe, Traits: SectionTraits.Return),
        new("uretprobe+", BpfProgramType.Kprobe, Traits: SectionTraits.User | SectionTraits.Return),
        new("uretprobe.s+", BpfProgramType.Kprobe, Traits: SectionTraits.User | SectionTraits.Return | SectionTraits.Sleepable),
        new("kprobe.multi+", BpfProgramType.Kprobe, BpfAttachType.TraceKprobeMulti),
        new("kretprobe.multi+", BpfProgramType.Kprobe, BpfAttachType.TraceKprobeMulti),
        new("kprobe.session+", BpfProgramType.Kprobe, BpfAttachType.TraceKprobeSession),
        new("uprobe.multi+", BpfProgramType.Kprobe, BpfAttachType.TraceUprobeMulti),
        new("uretprobe.multi+", BpfProgramType.Kprobe, BpfAttachType.TraceUprobeMulti),
        new("uprobe.session+", BpfProgramType.Kprobe, BpfAttachType.TraceUprobeSession),
        new("uprobe.multi.s+", BpfProgramType.Kprobe, BpfAttachType.TraceUprobeMulti, SectionTraits.Sleepable),
        new("uretprobe.multi.s+", BpfProgramType.Kprobe, BpfAttachType.TraceUprobeMulti, SectionTraits.Sleepable),
        new("uprobe.session.s+", BpfProgramType.Kprobe, BpfAttachType.TraceUprobeSession, SectionTraits.Sleepable),
        new("ksyscall+", BpfProgramType.Kprobe, Traits: SectionTraits.Syscall),
        new("kretsyscall+", BpfProgramType.Kprobe, Traits: SectionTraits.Syscall | SectionTraits.Return),
        new("usdt+", BpfProgramType.Kprobe, Traits: SectionTraits.UserTracepoint),
        new("usdt.s+", BpfProgramType.Kprobe, Traits: SectionTraits.UserTracepoint | SectionTraits.Sleepable),
        new("tc/ingress", BpfProgramType.TrafficClassifier, BpfAttachType.TcxIngress),
        new("tc/egress", BpfProgramType.TrafficClassifier, BpfAttachType.TcxEgress),
        new("tcx/ingress", BpfProgramType.TrafficClassifier, BpfAttachType.TcxIngress),
        new("tcx/egress", BpfProgramType.TrafficClassifier, BpfAttachType.TcxEgress),
        new("tc", BpfProgramType.TrafficClassifier),
        new("classifier", BpfProgramType.TrafficClassifier),
        new("action", BpfProgramType.TrafficAction),
        new("netkit/primary", BpfProgramType.TrafficClassifier, BpfAttachType.NetkitPrimary),
        new("netkit/peer", BpfProgramType.TrafficClassifier, BpfAttachType.NetkitPeer),
        new("tracepoint+", BpfProgramType.Tracepoint),
        new("tp+", BpfProgramType.Tracepoint),
        new("raw_tracepoint+", BpfProgramType.RawTracepoint),
        new("raw_tp+", BpfProgramType.RawTracepoint),
        new("raw_tracepoint.w+", BpfProgramType.RawTracepointWritable),
        new("raw_tp.w+", BpfProgramType.RawTracepointWritable),
        new("tp_btf+", BpfProgramType.Tracing, BpfAttachType.TraceRawTracepoint, SectionTraits.KernelTarget),
        new("fentry+", BpfProgramType.Tracing, BpfAttachType.TraceFentry, SectionTraits.KernelTarget),
        new("fmod_ret+", BpfProgramType.Tracing, BpfAttachType.ModifyReturn, SectionTraits.KernelTarget),
        new("fexit+", BpfProgramType.Tracing, BpfAttachType.TraceFexit, SectionTraits.KernelTarget),
        new("fentry.s+", BpfProgramType.Tracing, BpfAttachType.TraceFentry, SectionTraits.KernelTarget | SectionTraits.Sleepable),
        new("fmod_ret.s+", BpfProgramType.Tracing, BpfAttachType.ModifyReturn, SectionTraits.KernelTarget | SectionTraits.Sleepable),
        new("fexit.s+", BpfProgramType.Tracing, BpfAttachType.TraceFexit, SectionTraits.KernelTarget | SectionTraits.Sleepable),
        new("freplace+", BpfProgramType.Extension, Traits: SectionTraits.KernelTarget),
        new("lsm+", BpfProgramType.Lsm, BpfAttachType.LsmMac, SectionTraits.KernelTarget),
        new("lsm.s+", BpfProgramType.Lsm, BpfAttachType.LsmMac, SectionTraits.KernelTarget | SectionTraits.Sleepable),
        new("lsm_cgroup+", BpfProgramType.Lsm, BpfAttachType.LsmCgroup, SectionTraits.KernelTarget),
        new("iter+", BpfProgramType.Tracing, BpfAttachType.TraceIterator, SectionTraits.KernelTarget),
        new("iter.s+", BpfProgramType.Tracing, BpfAttachType.TraceIterator, SectionTraits.KernelTarget | SectionTraits.Sleepable),
        new("syscall", BpfProgramType.Syscall, Traits: SectionTraits.Sleepable),
        new("xdp.frags/devmap", BpfProgramType.Xdp, BpfAttachType.XdpDevMap, SectionTraits.Fragments),
        new("xdp/devmap", BpfProgramType.Xdp, BpfAttachType.XdpDevMap),
        new("xdp.frags/cpumap", BpfProgramType.Xdp, BpfAttachType.XdpCpuMap, SectionTraits.Fragments),
        new("xdp/cpumap", BpfProgramType.Xdp, BpfAttachType.XdpCpuMap),
        new("xdp.frags", BpfProgramType.Xdp, BpfAttachType.Xdp, SectionTraits.Fragments),
        new("xdp", BpfProgramType.Xdp, BpfAttachType.Xdp),
        new("perf_event", BpfProgramType.PerfEvent),
        new("lwt_in", BpfProgramType.LightweightTunnelIn),
        new("lwt_out", BpfProgramType.LightweightTunnelOut),
        new("lwt_xmit", BpfProgramType.LightweightTunnelXmit),
        new("lwt_seg6local", BpfProgramType.LightweightTunnelSeg6Local),
        new("sockops", BpfProgramType.SockOps, BpfAttachType.CgroupSockOps),
        new("sk_skb/stream_parser", BpfProgramType.SkSkb, BpfAttachType.SkSkbStreamParser),
        new("sk_skb/stream_verdict", BpfProgramType.SkSkb, BpfAttachType.SkSkbStreamVerdict),
        new("sk_skb/verdict", BpfProgramType.SkSkb, BpfAttachType.SkSkbVerdict),
        new("sk_skb", BpfProgramType.SkSkb),
        new("sk_msg", BpfProgramType.SkMsg, BpfAttachType.SkMsgVerdict),
        new("lirc_mode2", BpfProgramType.LircMode2, BpfAttachType.LircMode2),
        new("flow_dissector", BpfProgramType.FlowDissector, BpfAttachType.FlowDissector),
        new("cgroup_skb/ingress", BpfProgramType.CgroupSkb, BpfAttachType.CgroupInetIngress),
        new("cgroup_skb/egress", BpfProgramType.CgroupSkb, BpfAttachType.CgroupInetEgress),
        new("cgroup/skb", BpfProgramType.CgroupSkb),
        new("cgroup/sock_create", BpfProgramType.CgroupSock, BpfAttachType.CgroupInetSockCreate),
        new("cgroup/sock_release", BpfProgramType.CgroupSock, BpfAttachType.CgroupInetSockRelease),
        new("cgroup/sock", BpfProgramType.CgroupSock, BpfAttachType.CgroupInetSockCreate),
        new("cgroup/post_bind4", BpfProgramType.CgroupSock, BpfAttachType.CgroupInet4PostBind),
        new("cgroup/post_bind6", BpfProgramType.CgroupSock, BpfAttachType.CgroupInet6PostBind),
        new("cgroup/bind4", BpfProgramType.CgroupSockAddr, BpfAttachType.CgroupInet4Bind),
        new("cgroup/bind6", BpfProgramType.CgroupSockAddr, BpfAttachType.CgroupInet6Bind),
        new("cgroup/connect4", BpfProgramType.CgroupSockAddr, BpfAttachType.CgroupInet4Connect),
        new("cgroup/connect6", BpfProgramType.CgroupSockAddr, BpfAttachType.CgroupInet6Connect),
        new("cgroup/connect_unix", BpfProgramType.CgroupSockAddr, BpfAttachType.CgroupUnixConnect),
        new("cgroup/sendmsg4", BpfProgramType.CgroupSockAddr, BpfAttachType.CgroupUdp4SendMsg),
        new("cgroup/sendmsg6", BpfProgramType.CgroupSockAddr, BpfAttachType.CgroupUdp6SendMsg),
        new("cgroup/sendmsg_unix", BpfProgramType.CgroupSockAddr, BpfAttachType.CgroupUnixSendMsg),
        new("cgroup/recvmsg4", BpfProgramType.CgroupSockAddr, BpfAttachType.CgroupUdp4ReceiveMsg),
        new("cgroup/recvmsg6", BpfProgramType.CgroupSockAddr, BpfAttachType.CgroupUdp6ReceiveMsg),
        new("cgroup/recvmsg_unix", BpfProgramType.CgroupSockAddr, BpfAttachType.CgroupUnixReceiveMsg),
        new("cgroup/getpeername4", BpfProgramType.CgroupSockAddr, BpfAttachType.CgroupInet4GetPeerName),
        new("cgroup/getpeername6", BpfProgramType.CgroupSockAddr, BpfAttachType.CgroupInet6GetPeerName),
        new("cgroup/getpeername_unix", BpfProgramType.CgroupSockAddr, BpfAttachType.CgroupUnixGetPeerName),
        new("cgroup/getsockname4", BpfProgramType.CgroupSockAddr, BpfAttachType.CgroupInet4GetSockName),
        new("cgroup/getsockname6", BpfProgramType.CgroupSockAddr, BpfAttachType.CgroupInet6GetSockName),
        new("cgroup/getsockname_unix", BpfProgramType.CgroupSockAddr, BpfAttachType.CgroupUnixGetSockName),
        new("cgroup/sysctl", BpfProgramType.CgroupSysctl, BpfAttachType.CgroupSysctl),
        new("cgroup/getsockopt", BpfProgramType.CgroupSockOpt, BpfAttachType.CgroupGetSockOpt),
        new("cgroup/setsockopt", BpfProgramType.CgroupSockOpt, BpfAttachType.CgroupSetSockOpt),
        new("cgroup/dev", BpfProgramType.CgroupDevice, BpfAttachType.CgroupDevice),
        new("struct_ops+", BpfProgramType.StructOps),
        new("struct_ops.s+", BpfProgramType.StructOps, Traits: SectionTraits.Sleepable),
        new("sk_lookup", BpfProgramType.SkLookup, BpfAttachType.SkLookup),
        new("netfilter", BpfProgramType.Netfilter, BpfAttachType.Netfilter),
    ];
}

/// <summary>What more the name of a program section says.</summary>
[Flags]
internal enum SectionTraits
{
    None = 0,

    /// <summary>The program may sleep (<c>BPF_F_SLEEPABLE</c>).</summary>
    Sleepable = 1,

    /// <summary>The target is a function or type of the kernel's BTF.</summary>
    KernelTarget = 2,

    /// <summary>The program takes packets in fragments (<c>BPF_F_XDP_HAS_FRAGS</c>).</summary>
    Fragments = 4,

    /// <summary>The program is for the end of a function.</summary>
    Return = 8,

    /// <summary>The target is a system call.</summary>
    Syscall = 16,

    /// <summary>The target is a function of user space.</summary>
    User = 32,

    /// <summary>The target is a tracepoint of user space.</summary>
    UserTracepoint = 64,
}
