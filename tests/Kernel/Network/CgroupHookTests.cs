using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text;
using CsBpf.KernelTests.Support;
using CsBpf.Testing;

namespace CsBpf.KernelTests.Network;

/// <summary>Programs of a cgroup follow its connections, and decide over options of sockets, <c>/proc/sys</c> and UNIX sockets.</summary>
public sealed class CgroupHookTests
{
    private const string Source =
        """
        using System;
        using System.Runtime.CompilerServices;
        using CsBpf;

        [InlineArray(32)]
        public struct Text { private byte _first; }

        // As long as what is written: else the process writes the rest.
        [InlineArray(3)]
        public struct Number { private byte _first; }

        [BpfObject]
        public partial class Hooks
        {
            public static int Active, Passive, States, Closed, Accesses, Level, Option, Length;
            public static uint RemotePort, Window;
            public static Text Name, Current, New;

            [SockOps]
            static SocketReply Follow(SocketOperationContext context)
            {
                switch (context.Operation)
                {
                    case SocketOperation.ReceiveWindowInitial:
                        context.Reply = 14;
                        return SocketReply.Given;
                    case SocketOperation.ConnectedActive:
                        Active++;
                        RemotePort = context.RemotePort;
                        Window = context.CongestionWindow;
                        if (context.SetCallbacks(SocketCallbacks.StateChange) != 0)
                            throw new InvalidOperationException();
                        break;
                    case SocketOperation.ConnectedPassive:
                        Passive++;
                        break;
                    case SocketOperation.StateChange:
                        States++;
                        if (context is { Argument0: 1, Argument1: not 1 })
                            Closed++;
                        break;
                }

                return SocketReply.None;
            }

            // SO_RCVBUF of SOL_SOCKET is 4096, whatever a process says.
            [CgroupSockOpt(SocketOptionHook.Set)]
            static CgroupVerdict Set(SocketOptionContext context)
            {
                if (context.Level != 1)
                    return CgroupVerdict.Deny;
                if (context.Name == 8)
                {
                    Length = context.Length;
                    context.Value[1] = 16;
                    context.Value[0] = 0;
                }

                return CgroupVerdict.Allow;
            }

            // Nobody hears of an error of IP_TTL, and its value is 7.
            [CgroupSockOpt(SocketOptionHook.Get)]
            static CgroupVerdict Get(SocketOptionContext context)
            {
                if (context is not { Level: 0, Name: 2 })
                    return CgroupVerdict.Allow;
                (Level, Option) = (context.Level, context.Name);
                context.Value[0] = 7;
                context.Result = 0;
                return CgroupVerdict.Allow;
            }

            [CgroupSysctl]
            static CgroupVerdict Sysctl(SysctlContext context)
            {
                if (context.GetName(ref Name) != 23 || Name[11] != '_')
                    return CgroupVerdict.Allow;
                Accesses++;
                context.GetCurrentValue(ref Current);
                if (context.IsWrite == 0)
                    return CgroupVerdict.Allow;
                if (context.GetNewValue(ref New) < 0 || New[0] == '9')
                    return CgroupVerdict.Deny;
                Number value = default;
                value[0] = (byte)'4';
                value[1] = (byte)'2';
                value[2] = (byte)'\n';
                return context.SetNewValue(in value) ? CgroupVerdict.Allow : CgroupVerdict.Deny;
            }

            [CgroupSockAddr(SocketAddressHook.ConnectUnix)]
            static CgroupVerdict Unix(SocketAddressContext context) =>
                context is { UserFamily: 1, Family: 1 } ? CgroupVerdict.Deny : CgroupVerdict.Allow;
        }
        """;

    [RequiresBpfFact("bash", Kernel = "5.7")]
    public void SockOps_FollowsConnections()
    {
        using var cgroup = new TemporaryCgroup();
        using var loaded = BpfSource.Load(Source);
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        int port = ((IPEndPoint)listener.LocalEndPoint!).Port;
        using (loaded.Program<CgroupProgram>("Follow").Attach(cgroup.Path))
            Run(cgroup, $"echo hello > /dev/tcp/127.0.0.1/{port}").EnsureSuccess();
        Run(cgroup, $"echo hello > /dev/tcp/127.0.0.1/{port}").EnsureSuccess();

        // The listener is in another cgroup.
        Assert.Equal((1, 0, 1), (loaded.Global<int>("Active"), loaded.Global<int>("Passive"), loaded.Global<int>("Closed")));
        Assert.True(loaded.Global<int>("States") >= 1 && loaded.Global<uint>("Window") > 0);
        Assert.Equal((ushort)port, (ushort)IPAddress.NetworkToHostOrder((short)(BitConverter.IsLittleEndian
            ? loaded.Global<uint>("RemotePort") >> 16
            : loaded.Global<uint>("RemotePort"))));
    }

    [RequiresBpfFact("bash", "perl", Kernel = "5.7")]
    public void Options_AreChangedAndDenied()
    {
        const string script =
            """
            use Socket;
            socket(my $s, PF_INET, SOCK_DGRAM, 0) or die $!;
            setsockopt($s, SOL_SOCKET, SO_RCVBUF, pack("i", 100000)) or die $!;
            print unpack("i", getsockopt($s, SOL_SOCKET, SO_RCVBUF)), " ";
            print setsockopt($s, 0, 2, pack("i", 9)) ? "set" : int($!), " ";
            print unpack("i", getsockopt($s, 0, 2));
            """;
        using var cgroup = new TemporaryCgroup();
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory["options.pl"], script);
        using var loaded = BpfSource.Load(Source);
        using (loaded.Program<CgroupProgram>("Set").Attach(cgroup.Path))
        using (loaded.Program<CgroupProgram>("Get").Attach(cgroup.Path))
        {
            // The kernel keeps twice the size of a buffer. 1 is EPERM; the upper bytes of the two numbers stay as they were.
            Assert.Equal($"{2 * (0x10000 + 4096)} 1 7", Run(cgroup, $"perl {directory["options.pl"]}").EnsureSuccess().Output);
        }

        Assert.Equal((4, 0, 2), (loaded.Global<int>("Length"), loaded.Global<int>("Level"), loaded.Global<int>("Option")));
        Assert.Equal("200000 set 9", Run(cgroup, $"perl {directory["options.pl"]}").EnsureSuccess().Output);
    }

    [RequiresBpfFact("bash", "ip", Kernel = "5.7")]
    public void Sysctl_IsSeenChangedAndDenied()
    {
        const string file = "/proc/sys/net/ipv4/ip_default_ttl";
        using var cgroup = new TemporaryCgroup();
        using var network = new TemporaryNetworkNamespace();
        using var loaded = BpfSource.Load(Source);
        string initial = InNamespace($"cat {file}").EnsureSuccess().Output.Trim();
        using (loaded.Program<CgroupProgram>("Sysctl").Attach(cgroup.Path))
        {
            Assert.Contains("Operation not permitted", InNamespace($"echo 9 > {file}").Error);
            InNamespace($"echo 33 > {file}").EnsureSuccess();
            Assert.Equal("42", InNamespace($"cat {file}").EnsureSuccess().Output.Trim());
        }

        Assert.NotEqual("42", initial);
        // Two times written, and read up to the end of the file.
        Assert.True(loaded.Global<int>("Accesses") >= 4);
        Assert.Equal(("net/ipv4/ip_default_ttl", "42", "33"), (Text("Name"), Text("Current"), Text("New")));

        CommandResult InNamespace(string script) => Run(cgroup, $"ip netns exec {network.Name} bash -c '{script}'");

        string Text(string name) => Encoding.UTF8.GetString(loaded.Global<Bytes>(name)).Split('\0')[0].Trim();
    }

    [RequiresBpfFact("bash", "perl", Kernel = "6.7")]
    public void UnixSocket_CannotBeConnected()
    {
        using var cgroup = new TemporaryCgroup();
        using var directory = new TemporaryDirectory();
        using var loaded = BpfSource.Load(Source);
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(directory["socket"]));
        listener.Listen();
        string connect = $"perl -MSocket -e 'socket(S, PF_UNIX, SOCK_STREAM, 0); connect(S, sockaddr_un(\"{directory["socket"]}\")) or die $!'";
        using (loaded.Program<CgroupProgram>("Unix").Attach(cgroup.Path))
            Assert.Contains("Operation not permitted", Run(cgroup, connect).Error);
        Run(cgroup, connect).EnsureSuccess();
    }

    private static CommandResult Run(TemporaryCgroup cgroup, string script) =>
        Command.Run("bash", "-c", $"echo $$ > {cgroup.Path}/cgroup.procs; {script}");

    [InlineArray(32)]
    private struct Bytes
    {
        private byte _first;
    }
}
