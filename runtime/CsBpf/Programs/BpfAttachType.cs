namespace CsBpf;

/// <summary>The kernel's <c>enum bpf_attach_type</c>. 0 is both the first of them and what programs have that need none.</summary>
public enum BpfAttachType
{
    /// <summary>Linux 4.10.</summary>
    CgroupInetIngress,

    /// <summary>Linux 4.10.</summary>
    CgroupInetEgress,

    /// <summary>Linux 4.10.</summary>
    CgroupInetSockCreate,

    /// <summary>Linux 4.13.</summary>
    CgroupSockOps,

    /// <summary>Linux 4.14.</summary>
    SkSkbStreamParser,

    /// <summary>Linux 4.14.</summary>
    SkSkbStreamVerdict,

    /// <summary>Linux 4.15.</summary>
    CgroupDevice,

    /// <summary>Linux 4.17.</summary>
    SkMsgVerdict,

    /// <summary>Linux 4.17.</summary>
    CgroupInet4Bind,

    /// <summary>Linux 4.17.</summary>
    CgroupInet6Bind,

    /// <summary>Linux 4.17.</summary>
    CgroupInet4Connect,

    /// <summary>Linux 4.17.</summary>
    CgroupInet6Connect,

    /// <summary>Linux 4.17.</summary>
    CgroupInet4PostBind,

    /// <summary>Linux 4.17.</summary>
    CgroupInet6PostBind,

    /// <summary>Linux 4.18.</summary>
    CgroupUdp4SendMsg,

    /// <summary>Linux 4.18.</summary>
    CgroupUdp6SendMsg,

    /// <summary>Linux 4.18.</summary>
    LircMode2,

    /// <summary>Linux 4.20.</summary>
    FlowDissector,

    /// <summary>Linux 5.2.</summary>
    CgroupSysctl,

    /// <summary>Linux 5.2.</summary>
    CgroupUdp4ReceiveMsg,

    /// <summary>Linux 5.2.</summary>
    CgroupUdp6ReceiveMsg,

    /// <summary>Linux 5.3.</summary>
    CgroupGetSockOpt,

    /// <summary>Linux 5.3.</summary>
    CgroupSetSockOpt,

    /// <summary>Linux 5.5.</summary>
    TraceRawTracepoint,

    /// <summary>Linux 5.5.</summary>
    TraceFentry,

    /// <summary>Linux 5.5.</summary>
    TraceFexit,

    /// <summary>Linux 5.7.</summary>
    ModifyReturn,

    /// <summary>Linux 5.7.</summary>
    LsmMac,

    /// <summary>Linux 5.8.</summary>
    TraceIterator,

    /// <summary>Linux 5.8.</summary>
    CgroupInet4GetPeerName,

    /// <summary>Linux 5.8.</summary>
    CgroupInet6GetPeerName,

    /// <summary>Linux 5.8.</summary>
    CgroupInet4GetSockName,

    /// <summary>Linux 5.8.</summary>
    CgroupInet6GetSockName,

    /// <summary>Linux 5.8.</summary>
    XdpDevMap,

    /// <summary>Linux 5.9.</summary>
    CgroupInetSockRelease,

    /// <summary>Linux 5.9.</summary>
    XdpCpuMap,

    /// <summary>Linux 5.9.</summary>
    SkLookup,

    /// <summary>Linux 5.9.</summary>
    Xdp,

    /// <summary>Linux 5.13.</summary>
    SkSkbVerdict,

    /// <summary>Linux 5.14.</summary>
    SkReusePortSelect,

    /// <summary>Linux 5.14.</summary>
    SkReusePortSelectOrMigrate,

    /// <summary>Linux 5.15.</summary>
    PerfEvent,

    /// <summary>Linux 5.18.</summary>
    TraceKprobeMulti,

    /// <summary>Linux 6.0.</summary>
    LsmCgroup,

    /// <summary>Linux 6.4.</summary>
    StructOps,

    /// <summary>Linux 6.4.</summary>
    Netfilter,

    /// <summary>Linux 6.6.</summary>
    TcxIngress,

    /// <summary>Linux 6.6.</summary>
    TcxEgress,

    /// <summary>Linux 6.6.</summary>
    TraceUprobeMulti,

    /// <summary>Linux 6.7.</summary>
    CgroupUnixConnect,

    /// <summary>Linux 6.7.</summary>
    CgroupUnixSendMsg,

    /// <summary>Linux 6.7.</summary>
    CgroupUnixReceiveMsg,

    /// <summary>Linux 6.7.</summary>
    CgroupUnixGetPeerName,

    /// <summary>Linux 6.7.</summary>
    CgroupUnixGetSockName,

    /// <summary>Linux 6.7.</summary>
    NetkitPrimary,

    /// <summary>Linux 6.7.</summary>
    NetkitPeer,

    /// <summary>Linux 6.10.</summary>
    TraceKprobeSession,

    /// <summary>Linux 6.13.</summary>
    TraceUprobeSession,
}
