using System.Reflection;
using System.Runtime.CompilerServices;
using CsBpf.Testing;

namespace CsBpf.KernelTests.Network;

/// <summary>What the compiler lets programs do with the fields of their contexts, the verifier does, too.</summary>
public sealed class ContextFieldTests
{
    [RequiresBpfTheory(Kernel = "6.7")]
    [InlineData("Xdp", "XdpAction", typeof(XdpContext), 0)]
    [InlineData("Tc", "TcAction", typeof(SocketBuffer), 0)]
    [InlineData("CgroupSkb(PacketDirection.Ingress)", "CgroupVerdict", typeof(SocketBuffer), 1)]
    [InlineData("CgroupSkb(PacketDirection.Egress)", "CgroupVerdict", typeof(SocketBuffer), 1)]
    [InlineData("Lwt(LwtHook.In)", "LwtAction", typeof(SocketBuffer), 1)]
    [InlineData("Lwt(LwtHook.Out)", "LwtAction", typeof(SocketBuffer), 1)]
    [InlineData("Lwt(LwtHook.Transmit)", "LwtAction", typeof(SocketBuffer), 1)]
    [InlineData("Lwt(LwtHook.Segment6)", "LwtAction", typeof(SocketBuffer), 1)]
    [InlineData("Netkit(NetkitSide.Peer)", "NetkitAction", typeof(SocketBuffer), 0)]
    [InlineData("SocketFilter", "uint", typeof(SocketFilterContext), 0)]
    [InlineData("FlowDissector", "FlowDissection", typeof(FlowDissectorContext), 0)]
    [InlineData("SkLookup", "SocketVerdict", typeof(SocketLookupContext), 0)]
    [InlineData("SkReusePort", "SocketVerdict", typeof(ReusePortContext), 0)]
    [InlineData("SockOps", "SocketReply", typeof(SocketOperationContext), 0)]
    [InlineData("SkMsg", "SocketVerdict", typeof(SocketMessageContext), 0)]
    [InlineData("SkSkb(StreamHook.StreamVerdict)", "SocketVerdict", typeof(StreamBuffer), 0)]
    [InlineData("SkSkb(StreamHook.Verdict)", "SocketVerdict", typeof(StreamBuffer), 0)]
    [InlineData("SkSkbParser", "int", typeof(StreamBuffer), 0)]
    [InlineData("CgroupDevice", "CgroupVerdict", typeof(DeviceContext), 0)]
    [InlineData("CgroupSysctl", "CgroupVerdict", typeof(SysctlContext), 0)]
    [InlineData("CgroupSockOpt(SocketOptionHook.Get)", "CgroupVerdict", typeof(SocketOptionContext), 2)]
    [InlineData("CgroupSockOpt(SocketOptionHook.Set)", "CgroupVerdict", typeof(SocketOptionContext), 2)]
    [InlineData("CgroupSock(SocketHook.Create)", "CgroupVerdict", typeof(SocketContext), 6)]
    [InlineData("CgroupSock(SocketHook.Release)", "CgroupVerdict", typeof(SocketContext), 6)]
    [InlineData("CgroupSock(SocketHook.Bound4)", "CgroupVerdict", typeof(SocketContext), 10)]
    [InlineData("CgroupSock(SocketHook.Bound6)", "CgroupVerdict", typeof(SocketContext), 7)]
    [InlineData("CgroupSockAddr(SocketAddressHook.Bind4)", "CgroupVerdict", typeof(SocketAddressContext), 18)]
    [InlineData("CgroupSockAddr(SocketAddressHook.Bind6)", "CgroupVerdict", typeof(SocketAddressContext), 12)]
    [InlineData("CgroupSockAddr(SocketAddressHook.SendMessage4)", "CgroupVerdict", typeof(SocketAddressContext), 16)]
    [InlineData("CgroupSockAddr(SocketAddressHook.SendMessage6)", "CgroupVerdict", typeof(SocketAddressContext), 4)]
    [InlineData("CgroupSockAddr(SocketAddressHook.GetPeerName6)", "CgroupVerdict", typeof(SocketAddressContext), 12)]
    [InlineData("CgroupSockAddr(SocketAddressHook.ConnectUnix)", "CgroupVerdict", typeof(SocketAddressContext), 20)]
    public void Fields_ThatTheCompilerTakes_TheVerifierTakes(string attribute, string result, Type context, int refused)
    {
        List<string> programs = [.. context.GetProperties().SelectMany((property, index) => Bodies(property)
            .Select((body, kind) => $"[{attribute}] static {result} Run{index}_{kind}({context.Name} c) {{ {body} return ({result})1; }}"))];
        int all = programs.Count;
        HashSet<int> wrong =
        [
            .. BpfSource.Compile(Source(programs)).Diagnostics.Where(diagnostic => diagnostic.Id == "CSBPF0519")
                .Select(diagnostic => diagnostic.Location.GetLineSpan().StartLinePosition.Line),
        ];
        programs = [.. programs.Where((_, index) => !wrong.Contains(index + 1))];

        Assert.Equal(refused, all - programs.Count);
        BpfSource.Load(Source(programs)).Dispose();
    }

    private static string Source(List<string> programs) =>
        $"using CsBpf; [BpfObject] public partial class Fields {{ static long Seen;\n{string.Join('\n', programs)}\n}}";

    private static IEnumerable<string> Bodies(PropertyInfo property)
    {
        bool isWritable = property.SetMethod is { IsPublic: true } set && !set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));
        if (property.IsDefined(typeof(PacketRangeAttribute)))
            yield return $"Seen = c.{property.Name}[3];";
        if (!property.IsDefined(typeof(ContextFieldAttribute)) || property.PropertyType.IsClass)
            yield break;
        yield return $"Seen = (long)c.{property.Name};";
        if (isWritable)
            yield return $"c.{property.Name} = ({property.PropertyType.FullName})1;";
    }
}
