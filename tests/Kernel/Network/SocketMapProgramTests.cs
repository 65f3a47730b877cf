using System.Net;
using System.Net.Sockets;
using CsBpf.KernelTests.Support;
using CsBpf.Testing;

namespace CsBpf.KernelTests.Network;

/// <summary>Programs of a map of sockets decide over what its sockets send and receive.</summary>
public sealed class SocketMapProgramTests
{
    private const string Source =
        """
        using System;
        using CsBpf;

        [BpfObject]
        public partial class Streams
        {
            public static int Messages, Parsed, Received, Packets;
            public static uint Size;

            [SkMsg]
            static SocketVerdict Send(SocketMessageContext message)
            {
                Messages++;
                Size = message.Size;
                Span<byte> data = message.Data;
                if (data.Length < 2 || data[0] == 1)
                    return SocketVerdict.Drop;
                data[1] = 42;
                return SocketVerdict.Pass;
            }

            // Messages of 3 bytes.
            [SkSkbParser]
            static int Parse(StreamBuffer buffer)
            {
                Parsed++;
                return 3;
            }

            [SkSkb(StreamHook.StreamVerdict)]
            static SocketVerdict Receive(StreamBuffer buffer)
            {
                Received++;
                return buffer.Length != 9 || !buffer.TryRead(0, out byte first) || first != 1 ? SocketVerdict.Drop : SocketVerdict.Pass;
            }

            [SkSkb(StreamHook.Verdict)]
            static SocketVerdict Packet(StreamBuffer buffer)
            {
                Packets++;
                return buffer.Length == 3 ? SocketVerdict.Drop : SocketVerdict.Pass;
            }
        }
        """;

    [RequiresBpfFact(BpfTool.Tool, Kernel = "6.10")]
    public void Message_IsDroppedOrChanged()
    {
        using var sockets = new SocketMap();
        using var loaded = BpfSource.Load(Source);
        using (var link = loaded.Program<SocketMapProgram>("Send").Attach(sockets.Map))
        {
            sockets.Add(0, sockets.Client);
            Assert.Equal(BpfLinkType.SockMap, link.Info.Type);
            sockets.Client.Send([5, 6, 7]);
            Assert.Equal([5, 42, 7], sockets.Receive(3));
            Assert.Throws<SocketException>(() => sockets.Client.Send([1, 2, 3]));
            Assert.Equal((2, 3u), (loaded.Global<int>("Messages"), loaded.Global<uint>("Size")));
        }
    }

    [RequiresBpfFact(BpfTool.Tool, Kernel = "6.10")]
    public void Stream_IsDividedIntoMessages()
    {
        using var sockets = new SocketMap();
        using var loaded = BpfSource.Load(Source);
        using (loaded.Program<SocketMapProgram>("Parse").Attach(sockets.Map))
        using (loaded.Program<SocketMapProgram>("Receive").Attach(sockets.Map))
        {
            sockets.Add(0, sockets.Server);
            sockets.Client.Send([1, 0, 0, 2, 0, 0, 3, 0, 0]);

            Assert.Equal([1, 0, 0, 2, 0, 0, 3, 0, 0], sockets.Receive(9));
            Assert.True(loaded.Global<int>("Parsed") >= 3);
            Assert.Equal(3, loaded.Global<int>("Received"));
        }
    }

    [RequiresBpfFact(BpfTool.Tool, Kernel = "6.10")]
    public void Data_IsDropped()
    {
        using var sockets = new SocketMap();
        using var loaded = BpfSource.Load(Source);
        using (loaded.Program<SocketMapProgram>("Packet").Attach(sockets.Map))
        {
            sockets.Add(0, sockets.Server);
            sockets.Client.Send([1, 2, 3]);
            Eventually.True(() => loaded.Global<int>("Packets") == 1, "the program has seen the data");
            sockets.Client.Send([4, 5]);

            Assert.Equal([4, 5], sockets.Receive(2));
        }
    }

    [RequiresBpfFact(Kernel = "6.10")]
    public void Attach_ToAnotherMap_SaysSo()
    {
        using var loaded = BpfSource.Load(Source);

        var error = Assert.Throws<BpfException>(() => loaded.Program<SocketMapProgram>("Send").Attach(loaded.Maps[0]));
        Assert.Contains("it is no map of sockets", error.Message);
    }

    // A connection, and a map for its ends.
    private sealed class SocketMap : IDisposable
    {
        private readonly TemporaryBpffs _bpffs = new();

        public SocketMap()
        {
            Command.Output(
                BpfTool.Tool, "map", "create", _bpffs["sockets"], "type", "sockmap", "key", "4", "value", "4", "entries", "2", "name", "sockets");
            Map = LoadedMap.FromPin(_bpffs["sockets"]);
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            Client.Connect(listener.LocalEndpoint);
            Server = listener.AcceptSocket();
            Server.ReceiveTimeout = 3000;
        }

        public LoadedMap Map { get; }

        public Socket Client { get; } = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

        public Socket Server { get; }

        public void Add(int index, Socket socket) => Map.Set(BitConverter.GetBytes(index), BitConverter.GetBytes((int)socket.SafeHandle.DangerousGetHandle()));

        public byte[] Receive(int count)
        {
            byte[] buffer = new byte[count];
            for (int received = 0; received < count;)
                received += Server.Receive(buffer.AsSpan(received));
            return buffer;
        }

        public void Dispose()
        {
            Client.Dispose();
            Server.Dispose();
            Map.Dispose();
            _bpffs.Dispose();
        }
    }
}
