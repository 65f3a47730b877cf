using System.Net;
using System.Net.Sockets;
using CsBpf.KernelTests.Support;
using CsBpf.Testing;

namespace CsBpf.KernelTests.Network;

/// <summary>Programs of sockets, and of the network namespace that looks them up.</summary>
public sealed class SocketProgramTests
{
    private const int ReusePort = 15;

    private const string Source =
        """
        using System;
        using System.Buffers.Binary;
        using CsBpf;

        [BpfObject]
        public partial class Sockets
        {
            public static ushort Port;
            public static int Seen, Unknown;
            private readonly BpfReusePortArray _places = new(maxEntries: 4);

            [SkLookup]
            static SocketVerdict Hide(SocketLookupContext context)
            {
                if (context.LocalPort != Port || context is not { Family: 2, Protocol: 17, LocalAddress4: 0x0100007F })
                    return SocketVerdict.Pass;
                Seen++;
                return SocketVerdict.Drop;
            }

            // The first byte behind the UDP header says which socket.
            [SkReusePort]
            SocketVerdict Choose(ReusePortContext context)
            {
                if (context.Protocol != 17 || context.Length < 9)
                    return SocketVerdict.Drop;
                uint place = context.Packet[8];
                if (!context.TrySelect(_places, place))
                    Unknown++;
                return SocketVerdict.Pass;
            }

            // Packets that begin with 1 are dropped, of the others come 8 bytes of header and 2 more.
            [SocketFilter]
            static uint Shorten(SocketFilterContext packet)
            {
                Seen++;
                return !packet.TryRead(8, out byte first) || first == 1 ? 0u : 10u;
            }

            // Of IPv4 and UDP.
            [FlowDissector]
            static FlowDissection Dissect(FlowDissectorContext context)
            {
                ReadOnlySpan<byte> packet = context.Packet;
                FlowKeys keys = context.Keys;
                if (keys.EtherType != BinaryPrimitives.ReverseEndianness((ushort)0x0800))
                    return FlowDissection.Drop;
                int network = keys.NetworkHeader;
                ReadOnlySpan<byte> header = packet.Slice(network, 20);
                int transport = network + (header[0] & 15) * 4;
                keys.TransportHeader = (ushort)transport;
                keys.AddressType = 0x0800;
                keys.Protocol = header[9];
                keys.SourceAddress4 = BinaryPrimitives.ReadUInt32LittleEndian(header[12..]);
                keys.DestinationAddress4 = BinaryPrimitives.ReadUInt32LittleEndian(header[16..]);
                ReadOnlySpan<byte> ports = packet.Slice(transport, 4);
                keys.SourcePort = BinaryPrimitives.ReadUInt16LittleEndian(ports);
                keys.DestinationPort = BinaryPrimitives.ReadUInt16LittleEndian(ports[2..]);
                return FlowDissection.Done;
            }
        }
        """;

    [RequiresBpfFact("ip", Kernel = "5.9")]
    public void Lookup_Dropped_ReachesNoSocketUntilTheLinkIsDisposed()
    {
        using var network = new TemporaryNetworkNamespace();
        using var receiver = network.Run(() => new Receiver());
        using var loaded = Load();
        loaded.Global<ushort>("Port") = (ushort)receiver.Port;
        using (var link = loaded.Program<NetworkNamespaceProgram>("Hide").Attach(network.Path))
        {
            Assert.Equal(BpfLinkType.NetworkNamespace, link.Info.Type);
            Assert.False(network.Run(receiver.Receives));
            Assert.Equal(1, loaded.Global<int>("Seen"));
        }

        Assert.True(network.Run(receiver.Receives));
        Assert.Equal(1, loaded.Global<int>("Seen"));
    }

    [RequiresBpfFact("ip", Kernel = "5.9")]
    public void Attach_ToWhatIsNoNetworkNamespace_SaysSo()
    {
        using var loaded = Load();

        var error = Assert.Throws<BpfException>(() => loaded.Program<NetworkNamespaceProgram>("Hide").Attach("/proc/self/ns/pid"));
        Assert.Contains("it is no network namespace", error.Message);
    }

    [RequiresBpfFact("ip", Kernel = "5.3")]
    public void ReusePort_Socket_IsTheOneThatTheProgramChooses()
    {
        using var network = new TemporaryNetworkNamespace();
        using var loaded = Load();
        var places = loaded.Map("_places");
        (Socket first, Socket second) = network.Run(() =>
        {
            Socket first = Bind(0);
            return (first, Bind(((IPEndPoint)first.LocalEndPoint!).Port));
        });
        using (first)
        using (second)
        {
            places.Set(BitConverter.GetBytes(0), BitConverter.GetBytes((ulong)first.SafeHandle.DangerousGetHandle()));
            places.Set(BitConverter.GetBytes(2), BitConverter.GetBytes((ulong)second.SafeHandle.DangerousGetHandle()));
            using var attachment = loaded.Program<ReusePortProgram>("Choose").Attach(first);

            int port = ((IPEndPoint)first.LocalEndPoint!).Port;
            byte[] sent = [2, 0, 2, 0, 0, 2];
            network.Run(() =>
            {
                using var sender = new UdpClient();
                foreach (byte place in sent)
                    sender.Send([place], new IPEndPoint(IPAddress.Loopback, port));
            });
            Assert.Equal((3, 3), (Count(first, 0), Count(second, 2)));
            Assert.Equal(0, loaded.Global<int>("Unknown"));
        }
    }

    [RequiresBpfFact(Kernel = "4.19")]
    public void ReusePort_OnSocketThatSharesNoPort_SaysSo()
    {
        using var loaded = Load();
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);

        var error = Assert.Throws<BpfException>(() => loaded.Program<ReusePortProgram>("Choose").Attach(socket));
        Assert.Contains("with SO_REUSEPORT", error.Message);
    }

    [RequiresBpfFact]
    public void Filter_DropsAndShortensPackets_UntilItIsDetached()
    {
        using var loaded = Load();
        using var receiver = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0)) { Client = { ReceiveTimeout = 1000 } };
        using var sender = new UdpClient();
        sender.Connect((IPEndPoint)receiver.Client.LocalEndPoint!);
        using (loaded.Program<SocketFilterProgram>("Shorten").Attach(receiver.Client))
        {
            sender.Send([1, 2, 3, 4]);
            sender.Send([5, 6, 7, 8]);
            IPEndPoint? from = null;
            Assert.Equal([5, 6], receiver.Receive(ref from));
            Assert.Equal(2, loaded.Global<int>("Seen"));
        }

        sender.Send([1, 2, 3, 4]);
        IPEndPoint? origin = null;
        Assert.Equal([1, 2, 3, 4], receiver.Receive(ref origin));
    }

    [RequiresBpfFact("ip", Kernel = "5.8")]
    public void FlowDissector_FindsTheFlowOfPackets()
    {
        using var network = new TemporaryNetworkNamespace();
        using var loaded = Load();
        var program = loaded.Program<NetworkNamespaceProgram>("Dissect");
        using (var link = program.Attach(network.Path))
            Assert.Equal(BpfLinkType.NetworkNamespace, link.Info.Type);

        byte[] packet = new byte[64];
        packet[12] = 8;
        packet[14] = 0x46; // a header of 24 bytes
        packet[23] = 17;
        new byte[] { 192, 0, 2, 1, 198, 51, 100, 2 }.CopyTo(packet, 26);
        new byte[] { 0x12, 0x34, 0, 53 }.CopyTo(packet, 38);
        byte[] keys = new byte[56];
        Assert.Equal(0, program.TestRun(packet, keys).ReturnValue);

        Assert.Equal((14, 38, 0x0800), (BitConverter.ToUInt16(keys, 0), BitConverter.ToUInt16(keys, 2), BitConverter.ToUInt16(keys, 4)));
        Assert.Equal(17, keys[9]);
        Assert.Equal([0x12, 0x34, 0, 53, 192, 0, 2, 1, 198, 51, 100, 2], keys[12..24]);
    }

    private static LoadedObject Load() => BpfSource.Load(Source);

    private static Socket Bind(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 1000 };
        socket.SetRawSocketOption(1, ReusePort, BitConverter.GetBytes(1));
        socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
        return socket;
    }

    private static int Count(Socket socket, byte expected)
    {
        byte[] buffer = new byte[16];
        int count = 0;
        while (socket.Available > 0)
        {
            Assert.Equal((1, expected), (socket.Receive(buffer), buffer[0]));
            count++;
        }

        return count;
    }
}
