using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using CsBpf.Object.Instructions;
using CsBpf.Testing;
using Microsoft.Win32.SafeHandles;

namespace CsBpf.Differential.Tests;

/// <summary>Programs that send packets elsewhere: what they answer, and where the packets go.</summary>
[Collection(KernelStateCollection.Name)]
public class RedirectTests
{
    private const int XdpSockets = 44;
    private const int Raw = 3;

    private const string Source = """
        using System.Buffers.Binary;
        using CsBpf;

        [BpfObject(License = "GPL")]
        public partial class Ways
        {
            public static ushort Port;

            private readonly BpfDeviceMap _devices = new(maxEntries: 8);
            private readonly BpfDeviceHash _hash = new(maxEntries: 8);
            private readonly BpfProcessorMap _processors = new(maxEntries: 4);
            private readonly BpfXdpSocketMap _sockets = new(maxEntries: 4);

            [Xdp(OnFault = (XdpAction)77)]
            public XdpAction Run(XdpContext context)
            {
                uint index = context.Packet[1];
                return context.Packet[0] switch
                {
                    0 => _devices.Redirect(index, XdpAction.Pass),
                    1 => _hash.Redirect(index, XdpAction.Drop),
                    2 => _processors.Redirect(index, (XdpAction)context.Packet[2]),
                    3 => _sockets.Redirect(index),
                    4 => _hash.Redirect(0, RedirectFlags.Broadcast | RedirectFlags.ExcludeIngress),
                    _ => _devices.Redirect(index, RedirectFlags.None),
                };
            }

            [Xdp]
            public XdpAction Forward(XdpContext context)
            {
                var packet = context.Packet;
                return packet.Length >= 42 && packet[23] == 17 && BinaryPrimitives.ReadUInt16BigEndian(packet[36..]) == Port
                    ? _devices.Redirect(7, XdpAction.Pass)
                    : XdpAction.Pass;
            }
        }
        """;

    [RequiresBpfTheory(Kernel = "5.14")]
    [InlineData(BpfIsa.V1)]
    [InlineData(BpfIsa.V3)]
    public void Redirects_AnswerWhatTheClrAnswers(BpfIsa isa)
    {
        Type type = CompiledClass.Load(Source, "Ways");
        object instance = Activator.CreateInstance(type)!;
        var clr = type.GetMethod("Run")!.CreateDelegate<Func<XdpContext, XdpAction>>(instance);
        using LoadedObject kernel = BpfSource.Load(Source, isa: isa);
        foreach (var (devices, hash, processors) in new[]
        {
            (Bind(kernel, new BpfDeviceMap(8), "_devices"), Bind(kernel, new BpfDeviceHash(8), "_hash"), Bind(kernel, new BpfProcessorMap(4), "_processors")),
            (Field<BpfDeviceMap>("_devices"), Field<BpfDeviceHash>("_hash"), Field<BpfProcessorMap>("_processors")),
        })
        {
            devices.Set(3, "lo");
            hash.Set(200, 1);
            processors.Set(0, 64);
            devices.Set(4, 1);
            Assert.True(devices.Remove(4));
            Assert.Equal(1u, devices.GetInterface(3));
            Assert.Null(devices.GetInterface(4));
            Assert.Equal(1u, hash.GetInterface(200));
            Assert.Equal(64u, processors.GetQueueSize(0));
        }

        var actions = new HashSet<XdpAction>();
        for (byte kind = 0; kind < 6; kind++)
        {
            foreach (byte index in (byte[])[0, 1, 3, 4, 9, 200])
            {
                byte[] packet = [kind, index, (byte)(index % 5), .. new byte[20]];
                Assert.Null(PacketOutcome.Compare(clr, kernel.Program<XdpProgram>("Run"), packet));
                actions.Add(kernel.Program<XdpProgram>("Run").Run(packet));
            }
        }

        Assert.Equal([XdpAction.Aborted, XdpAction.Drop, XdpAction.Pass, XdpAction.Transmit, XdpAction.Redirect], actions.Order());

        T Field<T>(string name) => (T)type.GetField(name, System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic)!.GetValue(instance)!;
    }

    [RequiresBpfFact(Kernel = "5.14")]
    public void Sockets_OfXdp_TakePackets()
    {
        using LoadedObject kernel = BpfSource.Load(Source);
        BpfXdpSocketMap sockets = Bind(kernel, new BpfXdpSocketMap(4), "_sockets");
        using var socket = new SafeFileHandle(MakeSocket(XdpSockets, Raw, 0), ownsHandle: true);
        byte[] packet = [3, 2, .. new byte[20]];

        Assert.False(socket.IsInvalid);
        Assert.Equal(XdpAction.Aborted, kernel.Program<XdpProgram>("Run").Run(packet));
        sockets.Set(2, socket);
        Assert.Equal(XdpAction.Redirect, kernel.Program<XdpProgram>("Run").Run(packet));
        Assert.True(sockets.Remove(2));
        Assert.Equal(XdpAction.Aborted, kernel.Program<XdpProgram>("Run").Run(packet));
    }

    /// <summary>What would have come in by the loopback interface goes out of another one.</summary>
    [RequiresBpfFact("ip", Kernel = "5.14")]
    public void Packets_ThatAreRedirected_GoOutOfTheDevice()
    {
        string end = $"cb{Environment.ProcessId % 100000}a", other = end[..^1] + "b";
        Command.Output("ip", "link", "add", end, "type", "veth", "peer", "name", other);
        try
        {
            Command.Output("ip", "link", "set", end, "up");
            Command.Output("ip", "link", "set", other, "up");
            using LoadedObject kernel = BpfSource.Load(Source);
            using var receiver = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
            int port = ((IPEndPoint)receiver.Client.LocalEndPoint!).Port;
            kernel.Global<ushort>("Port") = (ushort)port;
            using BpfLink link = kernel.Program<XdpProgram>("Forward").Attach("lo", XdpMode.Generic);
            using var sender = new UdpClient();
            receiver.Client.ReceiveTimeout = 2000;
            IPEndPoint? sourceOfPacket = null;
            Send();
            _ = receiver.Receive(ref sourceOfPacket);
            long before = Received();

            Bind(kernel, new BpfDeviceMap(8), "_devices").Set(7, end);
            for (int i = 0; i < 20; i++)
                Send();

            Assert.True(SpinWait.SpinUntil(() => Received() >= before + 20, TimeSpan.FromSeconds(5)), $"{before} and {Received()}");
            Assert.Equal(0, receiver.Available);

            void Send() => sender.Send(new byte[500], new IPEndPoint(IPAddress.Loopback, port));
        }
        finally
        {
            Command.Run("ip", "link", "del", end);
        }

        long Received() => long.Parse(File.ReadAllText($"/sys/class/net/{other}/statistics/rx_packets"), System.Globalization.CultureInfo.InvariantCulture);
    }

    [RequiresBpfFact("bpftool", Kernel = "5.14")]
    public void Object_IsOneForLibbpf() => Libbpf.Load(BpfSource.CompileObject(Source));

    private static T Bind<T>(LoadedObject loaded, T map, string name)
        where T : BpfMap
    {
        loaded.Bind(map, name);
        return map;
    }

    [DllImport("libc", EntryPoint = "socket", SetLastError = true)]
    private static extern int MakeSocket(int family, int type, int protocol);
}
