using CsBpf.KernelTests.Support;
using CsBpf.Testing;

namespace CsBpf.KernelTests.Network;

/// <summary>Every attribute of a network program makes one that our loader and bpftool load, with the class to attach it.</summary>
public sealed class ProgramTypeTests
{
    [RequiresBpfTheory("bpftool", Kernel = "5.19")]
    [InlineData(
        "[SkLookup] SocketVerdict Run(SocketLookupContext c) => c.LocalPort == 7 ? SocketVerdict.Drop : SocketVerdict.Pass;",
        BpfProgramType.SkLookup,
        typeof(NetworkNamespaceProgram))]
    [InlineData(
        "[SkReusePort] SocketVerdict Run(ReusePortContext c) => c.Packet.Length > 8 && c.Packet[8] == 1 ? SocketVerdict.Drop : SocketVerdict.Pass;",
        BpfProgramType.SkReusePort,
        typeof(ReusePortProgram))]
    [InlineData(
        "[SocketFilter] uint Run(SocketFilterContext c) => c.TryRead(8, out byte first) && first == 1 ? 0 : uint.MaxValue;",
        BpfProgramType.SocketFilter,
        typeof(SocketFilterProgram))]
    [InlineData(
        "[FlowDissector] FlowDissection Run(FlowDissectorContext c) { c.Keys.TransportHeader = 34; return FlowDissection.Done; }",
        BpfProgramType.FlowDissector,
        typeof(NetworkNamespaceProgram))]
    [InlineData(
        "[SockOps] SocketReply Run(SocketOperationContext c) { c.Reply = -1; return SocketReply.Given; }",
        BpfProgramType.SockOps,
        typeof(CgroupProgram))]
    [InlineData(
        "[CgroupSockOpt(SocketOptionHook.Get)] CgroupVerdict Run(SocketOptionContext c) { c.Result = 0; return CgroupVerdict.Allow; }",
        BpfProgramType.CgroupSockOpt,
        typeof(CgroupProgram))]
    [InlineData(
        "[CgroupSockOpt(SocketOptionHook.Set)] CgroupVerdict Run(SocketOptionContext c) { c.Value[0] = 1; return CgroupVerdict.Allow; }",
        BpfProgramType.CgroupSockOpt,
        typeof(CgroupProgram))]
    [InlineData(
        "[CgroupSysctl] CgroupVerdict Run(SysctlContext c) => c.IsWrite == 0 ? CgroupVerdict.Allow : CgroupVerdict.Deny;",
        BpfProgramType.CgroupSysctl,
        typeof(CgroupProgram))]
    [InlineData(
        "[Lwt(LwtHook.In)] LwtAction Run(SocketBuffer b) => b.Packet[0] == 0x45 ? LwtAction.Continue : LwtAction.Drop;",
        BpfProgramType.LightweightTunnelIn,
        typeof(LoadedProgram))]
    [InlineData(
        "[Lwt(LwtHook.Out)] LwtAction Run(SocketBuffer b) => b.Packet[0] == 0x45 ? LwtAction.Continue : LwtAction.Drop;",
        BpfProgramType.LightweightTunnelOut,
        typeof(LoadedProgram))]
    [InlineData(
        "[Lwt(LwtHook.Transmit)] LwtAction Run(SocketBuffer b) { b.Packet[8] = 1; return LwtAction.Continue; }",
        BpfProgramType.LightweightTunnelXmit,
        typeof(LoadedProgram))]
    [InlineData(
        "[Lwt(LwtHook.Segment6)] LwtAction Run(SocketBuffer b) => b.Packet[0] == 0x60 ? LwtAction.Continue : LwtAction.Drop;",
        BpfProgramType.LightweightTunnelSeg6Local,
        typeof(LoadedProgram))]
    public void Program_IsLoadedByUsAndByBpftool(string method, BpfProgramType type, Type programClass)
    {
        byte[] bytes = Load(method, type, programClass);

        using var directory = new TemporaryDirectory();
        using var bpffs = new TemporaryBpffs();
        File.WriteAllBytes(directory["programs.o"], bytes);
        Command.Output("bpftool", "prog", "load", directory["programs.o"], bpffs["program"]);
    }

    // What Debian's bpftool has no section names for.
    [RequiresBpfTheory(Kernel = "6.7")]
    [InlineData(
        "[CgroupSockAddr(SocketAddressHook.ConnectUnix)] CgroupVerdict Run(SocketAddressContext c) => CgroupVerdict.Deny;",
        BpfProgramType.CgroupSockAddr,
        typeof(CgroupProgram))]
    [InlineData(
        "[CgroupSockAddr(SocketAddressHook.SendMessageUnix)] CgroupVerdict Run(SocketAddressContext c) => CgroupVerdict.Deny;",
        BpfProgramType.CgroupSockAddr,
        typeof(CgroupProgram))]
    [InlineData(
        "[CgroupSockAddr(SocketAddressHook.ReceiveMessageUnix)] CgroupVerdict Run(SocketAddressContext c) => CgroupVerdict.Allow;",
        BpfProgramType.CgroupSockAddr,
        typeof(CgroupProgram))]
    [InlineData(
        "[CgroupSockAddr(SocketAddressHook.GetPeerNameUnix)] CgroupVerdict Run(SocketAddressContext c) => CgroupVerdict.Allow;",
        BpfProgramType.CgroupSockAddr,
        typeof(CgroupProgram))]
    [InlineData(
        "[CgroupSockAddr(SocketAddressHook.GetSocketNameUnix)] CgroupVerdict Run(SocketAddressContext c) => CgroupVerdict.Allow;",
        BpfProgramType.CgroupSockAddr,
        typeof(CgroupProgram))]
    [InlineData(
        "[Netfilter] NetfilterVerdict Run(nf_hook_state state, sk_buff buffer) => state.hook == 3 && buffer.len > 9 ? NetfilterVerdict.Drop : NetfilterVerdict.Accept;",
        BpfProgramType.Netfilter,
        typeof(NetfilterProgram))]
    [InlineData(
        "[Netkit(NetkitSide.Primary)] NetkitAction Run(SocketBuffer b) => NetkitAction.Drop;",
        BpfProgramType.TrafficClassifier,
        typeof(NetkitProgram))]
    [InlineData(
        "[Netkit(NetkitSide.Peer)] NetkitAction Run(SocketBuffer b) => NetkitAction.Pass;",
        BpfProgramType.TrafficClassifier,
        typeof(NetkitProgram))]
    public void Program_OfNewerType_IsLoaded(string method, BpfProgramType type, Type programClass) => Load(method, type, programClass);

    [RequiresHooksTheory(Programs = true)]
    [InlineData(
        "[LsmCgroup(\"socket_bind\")] CgroupVerdict Run(socket socket) => socket.type == 1 ? CgroupVerdict.Deny : CgroupVerdict.Allow;",
        BpfProgramType.Lsm,
        typeof(CgroupProgram))]
    public void Program_ForSecurityHook_IsLoaded(string method, BpfProgramType type, Type programClass) => Load(method, type, programClass);

    private static byte[] Load(string method, BpfProgramType type, Type programClass)
    {
        byte[] bytes = BpfSource.CompileObject($"using CsBpf; using CsBpf.Kernel; [BpfObject] public partial class Programs {{ {method} }}");
        using var loaded = LoadedObject.Load(BpfObjectSpec.Read(bytes, "programs"));
        var program = loaded.Program<LoadedProgram>("Run");
        Assert.Equal((type, programClass), (program.Type, program.GetType()));
        return bytes;
    }
}
