using System.Net;
using System.Net.Sockets;
using CsBpf.KernelTests.Support;
using CsBpf.Testing;

namespace CsBpf.KernelTests.Network;

/// <summary>Programs on the way of packets through the network stack: at the hooks of netfilter, and of routes.</summary>
public sealed class RouteProgramTests
{
    private const string Source =
        """
        using System;
        using System.Buffers.Binary;
        using CsBpf;
        using CsBpf.Kernel;

        [BpfObject]
        public partial class Routes
        {
            public static int Seen, Others;

            // 20 bytes of IPv4, 8 of UDP, and the 3 that a receiver sends itself.
            [Netfilter]
            static NetfilterVerdict Filter(nf_hook_state state, sk_buff buffer)
            {
                if (state.hook != 3 || state.pf != 2 || buffer.len != 31)
                {
                    Others++;
                    return NetfilterVerdict.Accept;
                }

                Seen++;
                return NetfilterVerdict.Drop;
            }

            // What has a 1 behind the headers of IPv4 and UDP passes, what else takes the route is dropped.
            [Lwt(LwtHook.Out)]
            static LwtAction Out(SocketBuffer buffer)
            {
                Seen++;
                return buffer.Packet[28] == 1 ? LwtAction.Continue : LwtAction.Drop;
            }

            [Lwt(LwtHook.Transmit)]
            static LwtAction Transmit(SocketBuffer buffer)
            {
                Others++;
                buffer.Mark = 5;
                buffer.Packet[1] = 0;
                return LwtAction.Continue;
            }
        }
        """;

    [RequiresBpfFact("ip", Kernel = "6.4")]
    public void Netfilter_DropsPackets_UntilTheLinkIsDisposed()
    {
        using var network = new TemporaryNetworkNamespace();
        using var receiver = network.Run(() => new Receiver());
        using var loaded = BpfSource.Load(Source);
        using (var link = network.Run(() => Attach(loaded)))
        {
            Assert.Equal(BpfLinkType.Netfilter, link.Info.Type);
            Assert.False(network.Run(receiver.Receives));
            Assert.Equal((1, 0), (loaded.Global<int>("Seen"), loaded.Global<int>("Others")));

            var error = Assert.Throws<BpfException>(() => network.Run(() => Attach(loaded)));
            Assert.Contains("another program has that priority there", error.Message);
        }

        Assert.True(network.Run(receiver.Receives));
        Assert.Equal(1, loaded.Global<int>("Seen"));
    }

    [RequiresBpfFact("ip")]
    public void Route_WithPrograms_HasThemDecideOverItsPackets()
    {
        using var network = new TemporaryNetworkNamespace();
        using var other = new TemporaryNetworkNamespace();
        using var bpffs = new TemporaryBpffs();
        using var loaded = BpfSource.Load(Source);
        loaded.Program<LoadedProgram>("Out").Pin(bpffs["out"]);
        loaded.Program<LoadedProgram>("Transmit").Pin(bpffs["transmit"]);
        network.Ip("link", "add", "near", "type", "veth", "peer", "name", "far", "netns", other.Name);
        network.Ip("addr", "add", "192.0.2.1/24", "dev", "near");
        network.Ip("link", "set", "near", "up");
        other.Ip("addr", "add", "192.0.2.2/24", "dev", "far");
        other.Ip("addr", "add", "198.51.100.2/32", "dev", "lo");
        other.Ip("link", "set", "far", "up");
        network.Ip(
            "route", "add", "198.51.100.0/24", "encap", "bpf", "out", "pinned", bpffs["out"], "xmit", "pinned", bpffs["transmit"], "via", "192.0.2.2");

        using var receiver = other.Run(() => new UdpClient(new IPEndPoint(IPAddress.Any, 0)) { Client = { ReceiveTimeout = 3000 } });
        var target = new IPEndPoint(IPAddress.Parse("198.51.100.2"), ((IPEndPoint)receiver.Client.LocalEndPoint!).Port);
        network.Run(() =>
        {
            using var sender = new UdpClient();
            sender.Send([1, 7], target);
            // Dropped packets are errors to who sends them.
            Assert.Throws<SocketException>(() => sender.Send([2, 8], target));
            sender.Send([1, 9], target);
        });
        IPEndPoint? from = null;
        Assert.Equal((7, 9), (receiver.Receive(ref from)[1], receiver.Receive(ref from)[1]));
        Assert.Equal((3, 2), (loaded.Global<int>("Seen"), loaded.Global<int>("Others")));
    }

    private static BpfLink Attach(LoadedObject loaded) =>
        loaded.Program<NetfilterProgram>("Filter").Attach(NetfilterFamily.IPv4, NetfilterHook.LocalOut, priority: -7);
}
