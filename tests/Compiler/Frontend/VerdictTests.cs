namespace CsBpf.Compiler.Tests.Frontend;

/// <summary>Programs that decide something return it, within what the kernel takes on their hook.</summary>
public sealed class VerdictTests
{
    [Theory]
    [InlineData("[Xdp] XdpAction Run(XdpContext c) => XdpAction.Drop;", "xdp")]
    [InlineData("[CgroupSkb(PacketDirection.Egress)] CgroupVerdict Run(SocketBuffer b) => CgroupVerdict.Deny;", "cgroup_skb/egress")]
    [InlineData("[CgroupSkb(PacketDirection.Ingress)] int Run(SocketBuffer b) => 1;", "cgroup_skb/ingress")]
    [InlineData("[CgroupSockAddr(SocketAddressHook.SendMessage6)] CgroupVerdict Run(SocketAddressContext c) => 0;", "cgroup/sendmsg6")]
    [InlineData("[CgroupSockAddr(SocketAddressHook.ReceiveMessage4)] CgroupVerdict Run(SocketAddressContext c) => CgroupVerdict.Allow;", "cgroup/recvmsg4")]
    [InlineData("[CgroupSock(SocketHook.Bound4)] CgroupVerdict Run() => CgroupVerdict.Allow;", "cgroup/post_bind4")]
    [InlineData("[CgroupDevice] CgroupVerdict Run(DeviceContext d) => (CgroupVerdict)(d.Access & DeviceAccess.Make);", "cgroup/dev")]
    [InlineData("[CgroupSockAddr(SocketAddressHook.ConnectUnix)] CgroupVerdict Run(SocketAddressContext c) => 0;", "cgroup/connect_unix")]
    [InlineData("[CgroupSockOpt(SocketOptionHook.Get)] CgroupVerdict Run(SocketOptionContext c) => 0;", "cgroup/getsockopt")]
    [InlineData("[CgroupSysctl] CgroupVerdict Run(SysctlContext c) => 0;", "cgroup/sysctl")]
    [InlineData("[LsmCgroup(\"socket_bind\")] CgroupVerdict Run(CsBpf.Kernel.socket s) => 0;", "lsm_cgroup/socket_bind")]
    [InlineData("[SockOps] SocketReply Run(SocketOperationContext c) => SocketReply.None;", "sockops")]
    [InlineData("[SkLookup] SocketVerdict Run(SocketLookupContext c) => 0;", "sk_lookup")]
    [InlineData("[SkReusePort] SocketVerdict Run(ReusePortContext c) => 0;", "sk_reuseport")]
    [InlineData("[SocketFilter] uint Run(SocketFilterContext c) => c.Length;", "socket")]
    [InlineData("[FlowDissector] FlowDissection Run(FlowDissectorContext c) => FlowDissection.Continue;", "flow_dissector")]
    [InlineData("[Netfilter] NetfilterVerdict Run(CsBpf.Kernel.nf_hook_state s) => 0;", "netfilter")]
    [InlineData("[Netkit(NetkitSide.Peer)] NetkitAction Run(SocketBuffer b) => NetkitAction.Next;", "netkit/peer")]
    [InlineData("[Lwt(LwtHook.Segment6)] LwtAction Run(SocketBuffer b) => LwtAction.Continue;", "lwt_seg6local")]
    public void Program_IsInTheSectionOfItsHook(string method, string section)
    {
        FrontendCompilation compilation = Compile(method);

        Assert.Empty(compilation.Diagnostics);
        Assert.Equal(section, Assert.Single(compilation.Module!.Functions).Program!.Section);
    }

    [Theory]
    [InlineData("[Xdp] void Run(XdpContext c) { }", "CSBPF0505", "return 'XdpAction'")]
    [InlineData("[Tc] void Run() { }", "CSBPF0505", "return 'TcAction'")]
    [InlineData("[CgroupSkb(PacketDirection.Egress)] void Run() { }", "CSBPF0505", "return 'CgroupVerdict'")]
    [InlineData("[CgroupSkb(PacketDirection.Egress)] bool Run() => true;", "CSBPF0505", "return 'CgroupVerdict'")]
    [InlineData("[SocketFilter] void Run() { }", "CSBPF0505", "return 'uint'")]
    [InlineData("[Netkit(NetkitSide.Primary)] void Run() { }", "CSBPF0505", "return 'NetkitAction'")]
    [InlineData("[SkLookup] int Run() => 3;", "CSBPF0511", "returns 3; the kernel takes 0 to 1 ")]
    [InlineData("[LsmCgroup(\"socket_bind\")] int Run() => -1;", "CSBPF0511", "returns -1; the kernel takes 0 to 1 ")]
    [InlineData("[Netfilter] int Run() => 2;", "CSBPF0511", "returns 2; the kernel takes 0 to 1 ")]
    [InlineData("[CgroupSockAddr(SocketAddressHook.GetPeerNameUnix)] CgroupVerdict Run() => 0;", "CSBPF0511", "returns 0; the kernel takes 1 ")]
    [InlineData("[Netfilter] NetfilterVerdict Run(CsBpf.Kernel.sk_buff b) => 0;", "CSBPF0514", "nf_hook_state")]
    [InlineData("[LsmCgroup(\"no_such_hook\")] CgroupVerdict Run() => 0;", "CSBPF0516", "no_such_hook")]
    [InlineData("[SkLookup] SocketVerdict Run(SocketBuffer b) => 0;", "CSBPF0510", "SocketLookupContext")]
    [InlineData("[Syscall] bool Run() => true;", "CSBPF0505", "return int or void")]
    [InlineData("[CgroupDevice] int Run() => 2;", "CSBPF0511", "returns 2; the kernel takes 0 to 1 ")]
    [InlineData("[CgroupSockAddr(SocketAddressHook.GetPeerName4)] CgroupVerdict Run() => CgroupVerdict.Deny;", "CSBPF0511", "returns 0; the kernel takes 1 ")]
    [InlineData("[CgroupSockAddr(SocketAddressHook.GetPeerName6, OnFault = CgroupVerdict.Deny)] CgroupVerdict Run() => CgroupVerdict.Allow;", "CSBPF0511", "returns 0")]
    public void Result_ThatTheKernelDoesNotTake_IsRefused(string method, string id, string message)
    {
        var diagnostic = Assert.Single(Compile(method).Diagnostics);

        Assert.Equal(id, diagnostic.Id);
        Assert.Contains(message, diagnostic.GetMessage(), StringComparison.Ordinal);
    }

    private static FrontendCompilation Compile(string method) => FrontendCompilation.Compile($"[BpfObject] public partial class Programs {{ {method} }}");
}
