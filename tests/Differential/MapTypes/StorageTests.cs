using System.Net;
using System.Net.Sockets;
using CsBpf.Kernel;
using CsBpf.Object.Instructions;
using CsBpf.Testing;

namespace CsBpf.Differential.Tests;

/// <summary>Values that the kernel keeps with its objects: programs find them by the object, user space by a descriptor.</summary>
public class StorageTests
{
    private const string Source = """
        using CsBpf;
        using CsBpf.Kernel;

        [BpfObject(License = "GPL")]
        public partial class Storage
        {
            public static uint Port;
            public static int Process;
            public static bool IsFound, Removes;
            public static Count Found;

            public struct Count { public byte Kind; public long Number; }

            public struct Request
            {
                public int Operation;
                public long Number;
                public bool IsFound;
            }

            public readonly BpfTaskStorage<Count> Tasks = new();
            public readonly BpfCgroupStorage<Count> Cgroups = new();
            public readonly BpfSocketStorage<long> Sockets = new();

            [Syscall(OnFault = -1)]
            public int OfTask(ref Request request)
            {
                var task = Task.Current;
                switch (request.Operation)
                {
                    case 0:
                        ref Count count = ref Tasks.GetOrAdd(task);
                        count.Number += request.Number;
                        return 1;
                    case 1:
                        request.IsFound = Tasks.TryGetValue(task, out Count copy);
                        request.Number = copy.Number;
                        return 2;
                    case 2:
                        return Tasks.Remove(task) ? 3 : 4;
                    case 3:
                        return (int)++Tasks.Reference(task).Number;
                    default:
                        return 5;
                }
            }

            [Tracepoint("syscalls/sys_enter_getcwd")]
            public void Enter(SyscallEnter call)
            {
                if (Task.Current.Pid != Process)
                    return;
                Task leader = Task.Current.group_leader!;
                IsFound = Tasks.TryGetValue(leader, out Count count);
                Found = count;
                Cgroup? cgroup = Task.Current.cgroups!.dfl_cgrp;
                Cgroups.GetOrAdd(cgroup!).Number += 2;
                if (Removes)
                    Cgroups.Remove(cgroup!);
            }

            [TpBtf("inet_sock_set_state")]
            public void OnState(sock socket, int before, int after)
            {
                if (socket.__sk_common.skc_num == Port)
                    Sockets.GetOrAdd(socket) = Sockets.GetOrAdd(socket) * 100 + after;
            }

            [CgroupSock(SocketHook.Create)]
            public CgroupVerdict Create(SocketContext socket)
            {
                Sockets.GetOrAdd(socket) = socket.Type * 10 + socket.Protocol;
                return CgroupVerdict.Allow;
            }
        }
        """;

    private const int Listening = 10;

    private static string OwnCgroup =>
        CgroupFileSystem.MountPoint + File.ReadLines("/proc/self/cgroup").First(line => line.StartsWith("0::", StringComparison.Ordinal))[3..];

    private record struct Count(byte Kind, long Number);

    private record struct Request(int Operation, long Number, bool IsFound);

    [RequiresBpfTheory(Kernel = "6.2")]
    [InlineData(BpfIsa.V1)]
    [InlineData(BpfIsa.V3)]
    public void Tasks_HaveValues(BpfIsa isa)
    {
        using LoadedObject loaded = BpfSource.Load(Source, isa: isa, targetKernel: new Version(6, 2));
        var tasks = new BpfTaskStorage<Count>();
        loaded.Bind(tasks, "Tasks");
        // Other threads have values of their own.
        OnOneThread(() =>
        {
            Assert.Equal((-1, 0, false), Run("OfTask", 3));
            Assert.Equal((2, 0, false), Run("OfTask", 1));
            Assert.Equal((1, 5, false), Run("OfTask", 0, 5));
            Assert.Equal((1, 6, false), Run("OfTask", 0, 6));
            Assert.Equal((2, 11, true), Run("OfTask", 1));
            Assert.Equal((12, 0, false), Run("OfTask", 3));
            Assert.Equal(3, Run("OfTask", 2).Result);
            Assert.Equal(4, Run("OfTask", 2).Result);
        });

        tasks.Set(Environment.ProcessId, new Count(7, 70));
        Enter(loaded);
        Assert.True(loaded.Global<bool>("IsFound"));
        Assert.Equal(new Count(7, 70), loaded.Global<Count>("Found"));
        Assert.True(tasks.TryGetValue(Environment.ProcessId, out Count count));
        Assert.Equal(new Count(7, 70), count);
        Assert.True(tasks.Remove(Environment.ProcessId));
        Assert.False(tasks.TryGetValue(Environment.ProcessId, out _));

        (int Result, long Number, bool IsFound) Run(string program, int operation, long number = 0)
        {
            var request = new Request(operation, number, false);
            return (loaded.Program<SyscallProgram>(program).Run(ref request), request.Number, request.IsFound);
        }
    }

    [RequiresBpfFact(Kernel = "6.2")]
    public void Cgroups_HaveValues()
    {
        using LoadedObject loaded = BpfSource.Load(Source, targetKernel: new Version(6, 2));
        var cgroups = new BpfCgroupStorage<Count>();
        loaded.Bind(cgroups, "Cgroups");
        string path = OwnCgroup;
        cgroups.Set(path, new Count(1, 40));

        Enter(loaded);
        Assert.True(cgroups.TryGetValue(path, out Count count));
        Assert.Equal(1, count.Kind);
        Assert.InRange(count.Number, 42, 60);
        loaded.Global<bool>("Removes") = true;
        Enter(loaded);
        Assert.False(cgroups.TryGetValue(path, out _));
        Assert.False(cgroups.Remove(path));
    }

    [RequiresBpfFact(Kernel = "6.2")]
    public void Sockets_HaveValues()
    {
        using LoadedObject loaded = BpfSource.Load(Source, targetKernel: new Version(6, 2));
        var sockets = new BpfSocketStorage<long>();
        loaded.Bind(sockets, "Sockets");
        using BpfLink link = loaded.Program<RawTracepointProgram>("OnState").Attach();
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        loaded.Global<uint>("Port") = (uint)((IPEndPoint)socket.LocalEndPoint!).Port;
        sockets.Set(socket, 3);
        socket.Listen();

        Assert.True(sockets.TryGetValue(socket, out long states));
        Assert.Equal((3 * 100) + Listening, states);
        Assert.True(sockets.Remove(socket));
        Assert.False(sockets.TryGetValue(socket, out _));
    }

    [RequiresBpfFact(Kernel = "6.2")]
    public void Sockets_OfACgroup_HaveValuesFromTheStart()
    {
        using LoadedObject loaded = BpfSource.Load(Source, targetKernel: new Version(6, 2));
        var sockets = new BpfSocketStorage<long>();
        loaded.Bind(sockets, "Sockets");
        using BpfLink link = loaded.Program<CgroupProgram>("Create").Attach(OwnCgroup);
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);

        Assert.True(sockets.TryGetValue(socket, out long value));
        Assert.Equal((2 * 10) + 17, value);
    }

    [RequiresBpfFact("bpftool", Kernel = "6.2")]
    public void Object_IsOneForLibbpf() => Libbpf.Load(BpfSource.CompileObject(Source, targetKernel: new Version(6, 2)));

    [Fact]
    public void Clr_Objects_HaveValues()
    {
        var tasks = new BpfTaskStorage<int>();
        var first = new Kernel.Task();
        tasks.GetOrAdd(first) += 5;

        Assert.Equal(5, tasks.Reference(first));
        Assert.False(tasks.TryGetValue(new Kernel.Task(), out _));
        Assert.True(tasks.Remove(first));
        Assert.Throws<BpfFaultException>(() => tasks.Reference(first));
        Assert.Throws<BpfFaultException>(() => tasks.GetOrAdd(null!));
    }

    // Other threads may ask, too.
    private static void Enter(LoadedObject loaded)
    {
        using BpfLink link = loaded.Program<TracepointProgram>("Enter").Attach();
        loaded.Global<int>("Process") = Environment.ProcessId;
        _ = Directory.GetCurrentDirectory();
        loaded.Global<int>("Process") = 0;
    }

    private static void OnOneThread(Action action)
    {
        Exception? problem = null;
        var thread = new Thread(() => problem = Record.Exception(action));
        thread.Start();
        thread.Join();
        Assert.Null(problem);
    }
}
