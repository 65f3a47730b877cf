using System.Globalization;
using System.Net;
using System.Net.Sockets;
using CsBpf.KernelTests.Support;
using CsBpf.Testing;

namespace CsBpf.KernelTests.Views;

/// <summary>Each kind of object that the kernel iterates over has a view, and what it tells is what the kernel's own files tell.</summary>
public sealed class IteratorTests
{
    [Theory]
    [InlineData("Map map", "bpf_map")]
    [InlineData("Map map, int key", "bpf_map_elem")]
    [InlineData("Map map, long value", "bpf_map_elem")]
    [InlineData("Map map, sock sk, long value", "bpf_sk_storage_map")]
    [InlineData("Map map, sock sk, int key", "sockmap")]
    [InlineData("Prog prog", "bpf_prog")]
    [InlineData("Link link", "bpf_link")]
    [InlineData("Cgroup cg", "cgroup")]
    [InlineData("Task task", "task")]
    [InlineData("Task task, IteratorMeta meta", "task")]
    [InlineData("Task task, file file", "task_file")]
    [InlineData("Task task, uint fd", "task_file")]
    [InlineData("file file", "task_file")]
    [InlineData("Task task, vm_area_struct area", "task_vma")]
    [InlineData("sock_common socket", "tcp")]
    [InlineData("udp_sock socket, int bucket", "udp")]
    [InlineData("unix_sock socket", "unix")]
    [InlineData("netlink_sock socket", "netlink")]
    [InlineData("fib6_info route", "ipv6_route")]
    [InlineData("kallsym_iter symbol", "ksym")]
    [InlineData("kmem_cache cache", "kmem_cache")]
    [InlineData("dma_buf buffer", "dmabuf")]
    public void Parameters_DecideTheIterator(string parameters, string target)
    {
        byte[] bytes = BpfSource.CompileObject(Source($"SeqFile f, {parameters}", ""), targetKernel: new Version(6, 16));
        Assert.Equal(target, BpfObjectSpec.Read(bytes).Program("Show").Target);
    }

    [RequiresBpfFact(Kernel = "5.8")]
    public void TaskFile_HasTheFilesOfAProcess()
    {
        using var process = new SleepingProcess();
        // It may have just begun.
        Eventually.True(
            () => Directory.EnumerateFiles($"/proc/{process.Id}/fd").Select(file => Path.GetFileName(file)!).ToHashSet()
                .SetEquals(Read("SeqFile f, Task t, uint fd, file file", "{fd}", IteratorTarget.Process(process.Id))),
            "the view has the same files");
    }

    [RequiresBpfFact(Kernel = "5.12")]
    public void TaskVma_HasTheMemoryOfAProcess()
    {
        using var process = new SleepingProcess();
        Eventually.True(
            () => File.ReadAllLines($"/proc/{process.Id}/maps").Select(line => line.Split(' ')[0]).Where(range => !range.StartsWith("ffff", StringComparison.Ordinal))
                .SequenceEqual(Read("SeqFile f, Task t, vm_area_struct area", "{area.vm_start:x}-{area.vm_end:x}", IteratorTarget.Process(process.Id))),
            "the view has the same areas");
    }

    [RequiresBpfTheory(Kernel = "5.9")]
    [InlineData("Map map, Key key, Value value", "{key.Port} {key.Address} {value.Count} {value.Last}", "7 9 70 90", "8 9 80 90")]
    [InlineData("Map map, Key key", "{key.Port} {map.MaxEntries}", "7 5", "8 5")]
    [InlineData("Map map, Value value", "{value.Count}", "70", "80")]
    public void MapElement_IsShownWithItsKeyAndValue(string parameters, string text, params string[] expected)
    {
        using var loaded = BpfSource.Load(Source(
            $"SeqFile f, {parameters}",
            text,
            "private readonly BpfHashMap<Key, Value> _counts = new(maxEntries: 5);",
            "public struct Key { public int Port; public int Address; } public struct Value { public long Count; public int Last, Padding; }"));
        var map = loaded.Map("_counts");
        foreach (int port in (int[])[7, 8])
        {
            map.Set(
                [.. BitConverter.GetBytes(port), .. BitConverter.GetBytes(9)],
                [.. BitConverter.GetBytes(10L * port), .. BitConverter.GetBytes(90), 0, 0, 0, 0]);
        }

        using var link = loaded.Program<IteratorProgram>("Show").Attach(IteratorTarget.Map(map));
        Assert.Equal(expected, link.ReadAllText().Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
    }

    [RequiresBpfFact("ip", Kernel = "5.9")]
    public void Tcp_HasTheSocketsOfTheNamespace() => Compare(
        () => Bind(AddressFamily.InterNetwork, SocketType.Stream),
        "SeqFile f, sock_common socket, uint uid",
        "{socket.skc_num} {socket.skc_state} {uid}",
        "tcp",
        fields => $"{Hexadecimal(fields[1].Split(':')[1])} {Hexadecimal(fields[3])} {fields[7]}");

    [RequiresBpfFact("ip", Kernel = "5.9")]
    public void Udp_HasTheSocketsOfTheNamespace() => Compare(
        () => Bind(AddressFamily.InterNetwork, SocketType.Dgram),
        "SeqFile f, udp_sock socket, uint uid",
        "{socket.inet.sk.__sk_common.skc_num} {uid}",
        "udp",
        fields => $"{Hexadecimal(fields[1].Split(':')[1])} {fields[7]}");

    [RequiresBpfFact("ip", Kernel = "5.15")]
    public void Unix_HasTheSocketsOfTheNamespace() => Compare(
        () => [Bind("\0first", SocketType.Stream), Bind("\0second", SocketType.Dgram)],
        "SeqFile f, unix_sock socket, uint uid",
        "{socket.sk.sk_type} {uid}",
        "unix",
        fields => $"{Hexadecimal(fields[4])} 0");

    [RequiresBpfFact("ip", Kernel = "5.8")]
    public void Netlink_HasTheSocketsOfTheNamespace() => Compare(
        () => [],
        "SeqFile f, netlink_sock socket",
        "{socket.sk.sk_protocol} {socket.portid}",
        "netlink",
        fields => $"{fields[1]} {fields[2]}");

    [RequiresBpfFact("ip", Kernel = "5.8")]
    public void IPv6Route_HasTheRoutesOfTheNamespace() => Compare(
        () => [],
        "SeqFile f, fib6_info route",
        "{route.fib6_dst.plen} {route.fib6_metric}",
        "ipv6_route",
        fields => $"{Hexadecimal(fields[1])} {Hexadecimal(fields[5])}",
        headings: 0);

    [RequiresBpfFact(Kernel = "6.0")]
    public void Symbol_IsWhatKallsymsHas()
    {
        string[] expected = [.. File.ReadLines("/proc/kallsyms").Take(1000).Select(line => line.Split(' ', '\t')[2])];
        Assert.Equal(expected, Read("SeqFile f, kallsym_iter symbol", "{symbol.name}", kernel: "6.0").Take(1000));
    }

    [RequiresBpfFact(Kernel = "6.13")]
    public void KmemCache_IsWhatSlabinfoHas()
    {
        HashSet<string> expected = [.. File.ReadLines("/proc/slabinfo").Skip(2).Select(line => line.Split(' ')[0])];
        Assert.Superset(expected, Read("SeqFile f, kmem_cache cache", "{cache.name}", kernel: "6.13").ToHashSet());
    }

    [RequiresBpfFact(Kernel = "6.16")]
    public void DmaBuffers_AreShown()
    {
        string files = "/sys/kernel/debug/dma_buf/bufinfo";
        string[] lines = Read("SeqFile f, dma_buf buffer", "{buffer.size}", kernel: "6.16");
        if (File.Exists(files))
            Assert.Equal(File.ReadLines(files).Count(line => line.Contains("drm", StringComparison.Ordinal)) > 0, lines.Length > 0);
        else
            Assert.Empty(lines);
    }

    private static uint Hexadecimal(string text) => uint.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static void Compare(
        Func<Socket[]> open, string parameters, string text, string file, Func<string[], string> line, int headings = 1)
    {
        using var network = new TemporaryNetworkNamespace();
        network.Run(() =>
        {
            Socket[] sockets = open();
            try
            {
                string[] expected =
                [
                    .. File.ReadLines($"/proc/thread-self/net/{file}").Skip(headings)
                        .Select(text => line(text.Split(' ', StringSplitOptions.RemoveEmptyEntries))).Order(StringComparer.Ordinal),
                ];
                Assert.NotEmpty(expected);
                Assert.Equal(expected, Read(parameters, text).Order(StringComparer.Ordinal));
            }
            finally
            {
                foreach (Socket socket in sockets)
                    socket.Dispose();
            }
        });
    }

    private static Socket[] Bind(AddressFamily family, SocketType type) =>
        [.. Enumerable.Range(0, 3).Select(_ => Bind(new Socket(family, type, ProtocolType.Unspecified), new IPEndPoint(IPAddress.Loopback, 0)))];

    private static Socket Bind(string path, SocketType type) =>
        Bind(new Socket(AddressFamily.Unix, type, ProtocolType.Unspecified), new UnixDomainSocketEndPoint(path));

    private static Socket Bind(Socket socket, EndPoint address)
    {
        socket.Bind(address);
        if (socket.SocketType == SocketType.Stream)
            socket.Listen();
        return socket;
    }

    private static string[] Read(string parameters, string text, IteratorTarget? target = null, string kernel = "6.1")
    {
        using var loaded = BpfSource.Load(Source(parameters, text), targetKernel: Version.Parse(kernel));
        using var link = loaded.Program<IteratorProgram>("Show").Attach(target);
        return link.ReadAllText().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static string Source(string parameters, string text, string members = "", string types = "") => $$"""
        using CsBpf;
        using CsBpf.Kernel;

        {{types}}

        [BpfObject]
        public partial class Iterators
        {
            {{members}}

            [BpfView]
            int Show({{parameters}})
            {
                f.Print($"{{text}}\n");
                return 0;
            }
        }
        """;
}
