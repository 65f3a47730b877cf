using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using CsBpf.Testing;

namespace CsBpf.KernelTests.Network;

/// <summary>Packets of a loopback interface that programs send out by another interface are counted there.</summary>
public sealed class RedirectTests
{
    private const int Packets = 3;

    private const string Source = """
        using System;
        using System.Buffers.Binary;
        using CsBpf;

        [BpfObject(License = "GPL")]
        public partial class Redirects
        {
            public static uint Other;

            [Xdp]
            public static XdpAction Driver(XdpContext context) => IsOurs(context.Packet) ? XdpContext.Redirect(Other) : XdpAction.Pass;

            [Tc]
            public static TcAction Buffer(SocketBuffer context) => IsOurs(context.Packet) ? SocketBuffer.Redirect(Other) : TcAction.Next;

            [Tc]
            public static TcAction Copy(SocketBuffer context)
            {
                if (IsOurs(context.Packet) && !context.CloneRedirect(Other))
                    return TcAction.Drop;
                // The packet is still ours.
                return context.Packet.Length > 36 ? TcAction.Pass : TcAction.Drop;
            }

            private static bool IsOurs(Span<byte> packet) => packet.Length >= 42 && packet[23] == 17 && BinaryPrimitives.ReadUInt16BigEndian(packet[36..]) == 4711;
        }
        """;

    [RequiresBpfTheory("ip", Kernel = "6.6")]
    [InlineData("Driver", false)]
    [InlineData("Buffer", false)]
    [InlineData("Copy", true)]
    public void Packet_ThatIsRedirected_GoesOutThere(string program, bool isCopied)
    {
        using var network = new TemporaryNetworkNamespace();
        network.Ip("link", "add", "other", "type", "veth", "peer", "name", "peer");
        network.Ip("link", "set", "other", "up");
        network.Ip("link", "set", "peer", "up");
        using OpenedReceiver receiver = network.Run(() => new OpenedReceiver());
        using LoadedObject loaded = BpfSource.Load(Source);
        JsonNode other = Show(network);
        loaded.Global<uint>("Other") = (uint)(int)other["ifindex"]!;
        long before = Sent(other);

        using (network.Run(() => Attach(loaded, program)))
            network.Run(receiver.Send);

        Assert.InRange(Sent(Show(network)), before + Packets, before + Packets + 10);
        Assert.Equal(isCopied ? Packets : 0, receiver.Count());
    }

    private static BpfLink Attach(LoadedObject loaded, string program) => loaded.Programs.First(candidate => candidate.Name == program) is XdpProgram xdp
        ? xdp.Attach("lo", XdpMode.Generic)
        : loaded.Program<TcProgram>(program).AttachIngress("lo");

    private static JsonNode Show(TemporaryNetworkNamespace network) =>
        JsonNode.Parse(Command.Output("ip", "-n", network.Name, "-s", "-j", "link", "show", "other"))![0]!;

    private static long Sent(JsonNode shown) => (long)shown["stats64"]!["tx"]!["packets"]!;

    /// <summary>A socket for the packets, and what sends them to it.</summary>
    private sealed class OpenedReceiver : IDisposable
    {
        private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);

        public OpenedReceiver() => _socket.Bind(new IPEndPoint(IPAddress.Loopback, 4711));

        public void Send()
        {
            using var sender = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            for (int i = 0; i < Packets; i++)
                sender.SendTo([1, 2, 3], new IPEndPoint(IPAddress.Loopback, 4711));
        }

        public int Count()
        {
            int count = 0;
            for (byte[] buffer = new byte[16]; _socket.Poll(TimeSpan.FromMilliseconds(50), SelectMode.SelectRead); count++)
                _socket.Receive(buffer);
            return count;
        }

        public void Dispose() => _socket.Dispose();
    }
}
