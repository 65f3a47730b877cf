using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using CsBpf.Testing;

namespace CsBpf.Differential.Tests;

/// <summary>Sockets in maps, put there by a program when they are connected, and by user space.</summary>
public class SocketMapTests
{
    private const int SocketLevel = 1;
    private const int CookieOption = 57;

    private const string Source = """
        using CsBpf;

        [BpfObject(License = "GPL")]
        public partial class Connections
        {
            public struct Key { public uint Port; public byte Kind; }

            public static uint Port;

            private readonly BpfSocketMap _byIndex = new(maxEntries: 4);
            private readonly BpfSocketHash<Key> _byPort = new(maxEntries: 4);

            [SockOps]
            public SocketReply Follow(SocketOperationContext context)
            {
                if (context.Operation != SocketOperation.ConnectedPassive || context.LocalPort != Port)
                    return SocketReply.None;
                _byIndex.TrySetCurrent(2);
                _byPort.TrySetCurrent(new Key { Port = Port, Kind = 7 });
                return SocketReply.None;
            }
        }
        """;

    private record struct Key(uint Port, byte Kind);

    private static string OwnCgroup =>
        CgroupFileSystem.MountPoint + File.ReadLines("/proc/self/cgroup").First(line => line.StartsWith("0::", StringComparison.Ordinal))[3..];

    [RequiresBpfFact(Kernel = "5.8")]
    public void Sockets_AreFoundByTheirKeys()
    {
        using LoadedObject loaded = BpfSource.Load(Source);
        var byIndex = new BpfSocketMap(4);
        var byPort = new BpfSocketHash<Key>(4);
        loaded.Bind(byIndex, "_byIndex");
        loaded.Bind(byPort, "_byPort");
        using BpfLink link = loaded.Program<CgroupProgram>("Follow").Attach(OwnCgroup);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var end = (IPEndPoint)listener.LocalEndpoint;
        loaded.Global<uint>("Port") = (uint)end.Port;
        var key = new Key((uint)end.Port, 7);
        Assert.Null(byIndex.GetCookie(2));

        using (var client = new TcpClient())
        {
            client.Connect(end);
            using Socket accepted = listener.AcceptSocket();
            Assert.Equal(CookieOf(accepted), byIndex.GetCookie(2));
            Assert.Equal(CookieOf(accepted), byPort.GetCookie(key));
            Assert.Null(byPort.GetCookie(new Key((uint)end.Port, 8)));

            byIndex.Set(3, client.Client);
            Assert.Equal(CookieOf(client.Client), byIndex.GetCookie(3));
            Assert.True(byPort.Remove(key));
            Assert.False(byPort.Remove(key));
        }

        Assert.True(SpinWait.SpinUntil(() => byIndex.GetCookie(3) is null, TimeSpan.FromSeconds(5)));
    }

    [RequiresBpfFact("bpftool", Kernel = "5.8")]
    public void Object_IsOneForLibbpf() => Libbpf.Load(BpfSource.CompileObject(Source));

    private static ulong CookieOf(Socket socket)
    {
        ulong cookie = 0;
        socket.GetRawSocketOption(SocketLevel, CookieOption, MemoryMarshal.AsBytes(new Span<ulong>(ref cookie)));
        return cookie;
    }
}
