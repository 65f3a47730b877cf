using CsBpf.KernelTests.Support;
using CsBpf.Testing;

namespace CsBpf.KernelTests.Network;

/// <summary>Programs on a network interface see the packets that pass there; here those that this machine sends to itself.</summary>
[Collection(KernelStateCollection.Name)]
public sealed class InterfaceTests
{
    private const string Loopback = "lo";

    private const string Source =
        """
        using System;
        using System.Buffers.Binary;
        using CsBpf;

        [BpfObject]
        public partial class Packets
        {
            public static ushort Port;
            public static int Seen, Ingress, Egress, Short;

            [Xdp]
            static XdpAction Count(XdpContext context)
            {
                if (IsOurs(context.Packet))
                    Seen++;
                return XdpAction.Pass;
            }

            [Xdp]
            static XdpAction Drop(XdpContext context) => IsOurs(context.Packet) ? XdpAction.Drop : XdpAction.Pass;

            [Tc]
            static TcAction CountIngress(SocketBuffer buffer)
            {
                if (IsOurs(buffer.Packet))
                    Ingress++;
                return TcAction.Next;
            }

            [Tc]
            static TcAction DropEgress(SocketBuffer buffer)
            {
                if (!IsOurs(buffer.Packet))
                    return TcAction.Next;
                Egress++;
                return TcAction.Drop;
            }

            // Ethernet, IPv4 without options, UDP.
            static bool IsOurs(ReadOnlySpan<byte> packet) =>
                packet.Length >= 42 && packet[23] == 17 && BinaryPrimitives.ReadUInt16BigEndian(packet[36..]) == Port;
        }
        """;

    [RequiresBpfFact(Kernel = "5.9")]
    public void Xdp_Attached_SeesPacketsUntilTheLinkIsDisposed()
    {
        using var receiver = new Receiver();
        using var loaded = Load(receiver);
        using (var link = loaded.Program<XdpProgram>("Count").Attach(Loopback, XdpMode.Generic))
        {
            Assert.Equal(BpfLinkType.Xdp, link.Info.Type);
            Assert.True(receiver.Receives());
            Assert.Equal(1, loaded.Global<int>("Seen"));
        }

        Assert.True(receiver.Receives());
        Assert.Equal(1, loaded.Global<int>("Seen"));
    }

    [RequiresBpfFact(Kernel = "5.9")]
    public void Update_PutsAnotherProgramInItsPlace()
    {
        using var receiver = new Receiver();
        using var loaded = Load(receiver);
        using var link = loaded.Program<XdpProgram>("Count").Attach(Loopback, XdpMode.Generic);
        link.Update(loaded.Program<XdpProgram>("Drop"));

        Assert.False(receiver.Receives());
        Assert.Equal((loaded.Program<XdpProgram>("Drop").Id, 0), (link.Info.ProgramId, loaded.Global<int>("Seen")));

        link.Detach();
        Assert.True(receiver.Receives());
    }

    [RequiresBpfFact(Kernel = "5.9")]
    public void Update_ByProgramOfAnotherType_SaysSo()
    {
        using var receiver = new Receiver();
        using var loaded = Load(receiver);
        using var link = loaded.Program<XdpProgram>("Count").Attach(Loopback, XdpMode.Generic);

        var error = Assert.Throws<BpfException>(() => link.Update(loaded.Program<TcProgram>("CountIngress")));
        Assert.Contains("the program is of another type", error.Message);
    }

    [RequiresBpfFact(Kernel = "5.9")]
    public void Attach_WhereAnotherProgramIs_SaysSo()
    {
        using var receiver = new Receiver();
        using var loaded = Load(receiver);
        using var link = loaded.Program<XdpProgram>("Count").Attach(Loopback, XdpMode.Generic);

        var error = Assert.Throws<BpfException>(() => loaded.Program<XdpProgram>("Drop").Attach(Loopback, XdpMode.Generic));
        Assert.Contains("another XDP program is attached to it", error.Message);
    }

    [RequiresBpfFact(Kernel = "5.9")]
    public void Attach_InModeThatTheDriverHasNot_SaysSo()
    {
        using var receiver = new Receiver();
        using var loaded = Load(receiver);

        var error = Assert.Throws<BpfException>(() => loaded.Program<XdpProgram>("Count").Attach(Loopback, XdpMode.Driver));
        Assert.Contains("XdpMode.Generic works with every driver", error.Message);
    }

    [RequiresBpfFact(Kernel = "5.9")]
    public void Attach_ToInterfaceThatIsNot_SaysSo()
    {
        using var receiver = new Receiver();
        using var loaded = Load(receiver);

        var error = Assert.Throws<BpfException>(() => loaded.Program<XdpProgram>("Count").Attach("csbpf-no-such"));
        Assert.Contains("find the network interface csbpf-no-such", error.Message);
    }

    [RequiresBpfFact(Kernel = "6.6")]
    public void Tc_AttachedOnBothSides_SeesAndDropsPackets()
    {
        using var receiver = new Receiver();
        using var loaded = Load(receiver);
        using (var ingress = loaded.Program<TcProgram>("CountIngress").AttachIngress(Loopback))
        {
            Assert.Equal(BpfLinkType.Tcx, ingress.Info.Type);
            Assert.True(receiver.Receives());
            using (loaded.Program<TcProgram>("DropEgress").AttachEgress(Loopback))
                Assert.False(receiver.Receives());
        }

        Assert.True(receiver.Receives());
        Assert.Equal((1, 1), (loaded.Global<int>("Ingress"), loaded.Global<int>("Egress")));
    }

    private static LoadedObject Load(Receiver receiver)
    {
        var loaded = BpfSource.Load(Source);
        loaded.Global<ushort>("Port") = (ushort)receiver.Port;
        return loaded;
    }
}
