using System.Globalization;
using CsBpf.Object.Instructions;
using CsBpf.Testing;

namespace CsBpf.Differential.Tests;

/// <summary>The stacks that this process makes a system call on, as a program takes them, read by user space.</summary>
public class StackTraceTests
{
    private const string Source = """
        using CsBpf;
        using CsBpf.Kernel;

        [BpfObject(License = "GPL")]
        public partial class Stacks
        {
            public static int Process, Kernel, User, Skipped, Calls;

            private readonly BpfStackTraceMap _stacks = new(maxEntries: 64);

            [Tracepoint("syscalls/sys_enter_getcwd")]
            public void Enter(SyscallEnter call)
            {
                if ((int)(Bpf.GetCurrentPidTgid() >> 32) != Process)
                    return;
                Calls++;
                Kernel = _stacks.GetId();
                User = _stacks.GetId(StackTraceFlags.User | StackTraceFlags.Replace);
                Skipped = _stacks.GetId((StackTraceFlags)2);
            }
        }
        """;

    [RequiresBpfTheory(Kernel = "5.8")]
    [InlineData(BpfIsa.V1)]
    [InlineData(BpfIsa.V3)]
    public void Stacks_OfASystemCall_AreReadAsAddresses(BpfIsa isa)
    {
        using LoadedObject loaded = BpfSource.Load(Source, isa: isa);
        var stacks = new BpfStackTraceMap(64);
        loaded.Bind(stacks, "_stacks");
        using BpfLink link = loaded.Program<TracepointProgram>("Enter").Attach();
        loaded.Global<int>("Process") = Environment.ProcessId;
        _ = Directory.GetCurrentDirectory();
        loaded.Global<int>("Process") = 0;

        Assert.True(loaded.Global<int>("Calls") > 0);
        ulong[] kernel = stacks.GetAddresses(loaded.Global<int>("Kernel"));
        ulong[] skipped = stacks.GetAddresses(loaded.Global<int>("Skipped"));
        ulong[] user = stacks.GetAddresses(loaded.Global<int>("User"));

        Assert.True(kernel.Length > 2);
        Assert.Equal(kernel[2..], skipped);
        Assert.All(kernel, address => Assert.True(address > 1UL << 63));
        Assert.Contains("do_syscall_64", kernel.Select(NameOf));
        Assert.NotEmpty(user);
        Assert.Contains(user, IsInOwnCode);
        Assert.True(stacks.Remove(loaded.Global<int>("Kernel")));
        Assert.Empty(stacks.GetAddresses(loaded.Global<int>("Kernel")));
    }

    [RequiresBpfFact("bpftool", Kernel = "5.8")]
    public void Object_IsOneForLibbpf() => Libbpf.Load(BpfSource.CompileObject(Source));

    private static string NameOf(ulong address) => KernelSymbolTable.Running.Find(address)?.Name ?? "";

    private static bool IsInOwnCode(ulong address) => File.ReadLines("/proc/self/maps").Any(line =>
    {
        string[] bounds = line.Split(' ')[0].Split('-');
        return address >= ulong.Parse(bounds[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture)
            && address < ulong.Parse(bounds[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture)
            && line.Split(' ')[1].Contains('x', StringComparison.Ordinal);
    });
}
