using CsBpf.KernelTests.Support;
using CsBpf.Object.Instructions;
using CsBpf.Testing;

namespace CsBpf.KernelTests.Network;

/// <summary>Programs of a cgroup see, and decide, what its processes do; the others are left alone.</summary>
public sealed class CgroupProgramTests
{
    private const string Source =
        """
        using System;
        using System.Buffers.Binary;
        using CsBpf;

        [BpfObject]
        public partial class Group
        {
            public static ushort Port, OtherPort;
            public static int Ingress, Egress, Connects, Sends, Created, Bound, Devices;
            public static uint Address;

            [CgroupSkb(PacketDirection.Ingress)]
            static CgroupVerdict Receive(SocketBuffer buffer) { Ingress++; return CgroupVerdict.Allow; }

            // IPv4 without options, UDP.
            [CgroupSkb(PacketDirection.Egress)]
            static CgroupVerdict Send(SocketBuffer buffer)
            {
                Span<byte> packet = buffer.Packet;
                if (packet[9] != 17 || BinaryPrimitives.ReadUInt16BigEndian(packet[22..]) != Port)
                    return CgroupVerdict.Allow;
                Egress++;
                return CgroupVerdict.Deny;
            }

            [CgroupSkb(PacketDirection.Egress, OnFault = CgroupVerdict.Deny)]
            static CgroupVerdict Faulty(SocketBuffer buffer) => buffer.Packet[buffer.Packet.Length + 3] == 1 ? CgroupVerdict.Allow : CgroupVerdict.Deny;

            [CgroupSockAddr(SocketAddressHook.Connect4)]
            static CgroupVerdict Redirect(SocketAddressContext context)
            {
                if (context.UserPort != BinaryPrimitives.ReverseEndianness(OtherPort))
                    return CgroupVerdict.Allow;
                Connects++;
                Address = context.UserAddress4;
                context.UserPort = BinaryPrimitives.ReverseEndianness(Port);
                return CgroupVerdict.Allow;
            }

            [CgroupSockAddr(SocketAddressHook.GetPeerName4)]
            static CgroupVerdict Hide(SocketAddressContext context)
            {
                context.UserPort = BinaryPrimitives.ReverseEndianness(OtherPort);
                return CgroupVerdict.Allow;
            }

            [CgroupSockAddr(SocketAddressHook.Connect4)]
            static CgroupVerdict Refuse(SocketAddressContext context) { Sends++; return CgroupVerdict.Deny; }

            [CgroupSock(SocketHook.Create)]
            static CgroupVerdict Create(SocketContext context)
            {
                if (context.Family == 2 && context.Protocol == 17)
                    Created++;
                context.Mark = 7;
                return CgroupVerdict.Allow;
            }

            [CgroupSock(SocketHook.Bound4)]
            static CgroupVerdict Bind(SocketContext context) { Bound = (int)context.SourcePort; return CgroupVerdict.Allow; }

            [CgroupDevice]
            static CgroupVerdict Device(DeviceContext context)
            {
                Devices++;
                return context.Kind == DeviceKind.Character && context is { Major: 1, Minor: 5 } && context.Access == DeviceAccess.Read
                    ? CgroupVerdict.Deny
                    : CgroupVerdict.Allow;
            }
        }
        """;

    [RequiresBpfTheory("bash", Kernel = "5.7")]
    [InlineData(BpfIsa.V1)]
    [InlineData(BpfIsa.V3)]
    public void Packets_OfItsProcesses_AreSeenAndDropped(BpfIsa isa)
    {
        using var cgroup = new TemporaryCgroup();
        using var receiver = new Receiver();
        using var loaded = Load(receiver, isa);
        using (var link = loaded.Program<CgroupProgram>("Send").Attach(cgroup.Path))
        {
            Assert.Equal(BpfLinkType.Cgroup, link.Info.Type);
            Run(cgroup, $"echo hello > /dev/udp/127.0.0.1/{receiver.Port} || true").EnsureSuccess();
            Assert.False(receiver.Arrives());
            Assert.Equal(1, loaded.Global<int>("Egress"));

            // Another cgroup's packets pass.
            Assert.True(receiver.Receives());
            Assert.Equal(1, loaded.Global<int>("Egress"));
        }

        Run(cgroup, $"echo hello > /dev/udp/127.0.0.1/{receiver.Port}").EnsureSuccess();
        Assert.True(receiver.Arrives());
    }

    [RequiresBpfFact("bash", Kernel = "5.7")]
    public void Fault_InPacketProgram_DoesWhatItsAttributeSays()
    {
        using var cgroup = new TemporaryCgroup();
        using var receiver = new Receiver();
        using var loaded = Load(receiver);
        using var link = loaded.Program<CgroupProgram>("Faulty").Attach(cgroup.Path);

        Run(cgroup, $"echo hello > /dev/udp/127.0.0.1/{receiver.Port} || true").EnsureSuccess();
        Assert.False(receiver.Arrives());
    }

    [RequiresBpfFact("bash", Kernel = "5.8")]
    public void Connect_IsRedirected()
    {
        using var cgroup = new TemporaryCgroup();
        using var receiver = new Receiver();
        using var loaded = Load(receiver);
        loaded.Global<ushort>("OtherPort") = 9;
        using var connect = loaded.Program<CgroupProgram>("Redirect").Attach(cgroup.Path);
        using var name = loaded.Program<CgroupProgram>("Hide").Attach(cgroup.Path);

        Run(cgroup, "echo hello > /dev/udp/127.0.0.1/9").EnsureSuccess();
        Assert.True(receiver.Arrives());
        Assert.Equal((1, 0x0100007Fu), (loaded.Global<int>("Connects"), loaded.Global<uint>("Address")));
    }

    [RequiresBpfFact("bash", Kernel = "5.7")]
    public void Connect_Denied_FailsInTheProcess()
    {
        using var cgroup = new TemporaryCgroup();
        using var receiver = new Receiver();
        using var loaded = Load(receiver);
        using var link = loaded.Program<CgroupProgram>("Refuse").Attach(cgroup.Path);

        CommandResult result = Run(cgroup, $"echo hello > /dev/udp/127.0.0.1/{receiver.Port}");
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("Operation not permitted", result.Error);
        Assert.Equal(1, loaded.Global<int>("Sends"));
    }

    [RequiresBpfFact("bash", Kernel = "5.7")]
    public void Sockets_AreSeenAsTheyAreMade()
    {
        using var cgroup = new TemporaryCgroup();
        using var receiver = new Receiver();
        using var loaded = Load(receiver);
        using var link = loaded.Program<CgroupProgram>("Create").Attach(cgroup.Path);

        Run(cgroup, $"echo hello > /dev/udp/127.0.0.1/{receiver.Port}").EnsureSuccess();
        Assert.Equal(1, loaded.Global<int>("Created"));
    }

    [RequiresBpfFact("bash", Kernel = "5.7")]
    public void Device_Denied_CannotBeOpened()
    {
        using var cgroup = new TemporaryCgroup();
        using var receiver = new Receiver();
        using var loaded = Load(receiver);
        using (loaded.Program<CgroupProgram>("Device").Attach(cgroup.Path))
        {
            Assert.Contains("Operation not permitted", Run(cgroup, "head -c 1 /dev/zero > /dev/null").Error);
            Assert.True(loaded.Global<int>("Devices") > 1);
        }

        Run(cgroup, "head -c 1 /dev/zero > /dev/null").EnsureSuccess();
    }

    [RequiresBpfFact(Kernel = "5.7")]
    public void Attach_ToWhatIsNoCgroup_SaysSo()
    {
        using var receiver = new Receiver();
        using var loaded = Load(receiver);

        var error = Assert.Throws<BpfException>(() => loaded.Program<CgroupProgram>("Create").Attach("/tmp"));
        Assert.Contains("it is no directory of a cgroup2 hierarchy", error.Message);
    }

    private static LoadedObject Load(Receiver receiver, BpfIsa isa = BpfIsa.V3)
    {
        var loaded = BpfSource.Load(Source, isa: isa);
        loaded.Global<ushort>("Port") = (ushort)receiver.Port;
        return loaded;
    }

    private static CommandResult Run(TemporaryCgroup cgroup, string script) =>
        Command.Run("bash", "-c", $"echo $$ > {cgroup.Path}/cgroup.procs; {script}");
}
