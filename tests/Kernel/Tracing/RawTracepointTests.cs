using CsBpf.KernelTests.Support;
using CsBpf.Object.Instructions;
using CsBpf.Testing;

namespace CsBpf.KernelTests.Tracing;

/// <summary>Programs with a tracepoint's own arguments see what the kernel does: here switches, starts and ends of tasks.</summary>
public sealed class RawTracepointTests(TemporaryBpffs bpffs) : IClassFixture<TemporaryBpffs>
{
    private const string Kernel = "5.8";

    [RequiresBpfTheory("sleep", Kernel = Kernel)]
    [InlineData("TpBtf", BpfIsa.V1)]
    [InlineData("TpBtf", BpfIsa.V3)]
    [InlineData("RawTracepoint", BpfIsa.V1)]
    [InlineData("RawTracepoint", BpfIsa.V3)]
    public void Switch_OfSleepingProcess_IsSeenWithItsNumbersAndName(string kind, BpfIsa isa)
    {
        using var process = new SleepingProcess();
        using var loaded = BpfSource.Load(Source(kind), isa: isa);
        loaded.Global<int>("Pid") = process.Id;
        using (loaded.Program<RawTracepointProgram>("Switch").Attach())
        {
            // It wakes to be stopped, and again to go on.
            Command.Run("kill", "-STOP", $"{process.Id}").EnsureSuccess();
            Eventually.True(() => loaded.Global<int>("From") > 0, "the kernel switches from the process");
            Command.Run("kill", "-CONT", $"{process.Id}").EnsureSuccess();
            Eventually.True(() => loaded.Global<int>("To") > 0, "the kernel switches to the process");
        }

        Assert.Equal((process.Id, Environment.ProcessId), (loaded.Global<int>("Tid"), loaded.Global<int>("Parent")));
        Assert.Equal("sleep", System.Text.Encoding.ASCII.GetString(BitConverter.GetBytes(loaded.Global<ulong>("Name"))).TrimEnd('\0'));
        Assert.Equal(0, loaded.Global<int>("Wrong"));
    }

    [RequiresBpfTheory("sleep", Kernel = Kernel)]
    [InlineData("TpBtf")]
    [InlineData("RawTracepoint")]
    public void Exit_OfKilledProcess_HasItsSignal(string kind)
    {
        using var loaded = BpfSource.Load(Source(kind));
        KillProcess(loaded, loaded.Program<RawTracepointProgram>("Exit").Attach);

        Assert.Equal((1, 9), (loaded.Global<int>("Exits"), loaded.Global<int>("ExitCode")));
    }

    [RequiresBpfTheory("sleep", Kernel = Kernel)]
    [InlineData("TpBtf")]
    [InlineData("RawTracepoint")]
    public void Link_Disposed_EndsTheCalls(string kind)
    {
        using var loaded = BpfSource.Load(Source(kind));
        KillProcess(loaded, () =>
        {
            var link = loaded.Program<RawTracepointProgram>("Exit").Attach();
            link.Dispose();
            return link;
        });

        Assert.Equal(0, loaded.Global<int>("Exits"));
    }

    /// <summary>A fault ends the program, and nobody else sees anything of it.</summary>
    [RequiresBpfTheory("sleep", Kernel = Kernel)]
    [InlineData("TpBtf")]
    [InlineData("RawTracepoint")]
    public void Fault_InProgram_EndsIt(string kind)
    {
        using var loaded = BpfSource.Load(Source(kind));
        KillProcess(loaded, loaded.Program<RawTracepointProgram>("Faulty").Attach);

        Assert.Equal((1, 0), (loaded.Global<int>("Before"), loaded.Global<int>("After")));
    }

    [RequiresBpfTheory(BpfTool.Tool, Kernel = Kernel)]
    [InlineData("TpBtf", "tp_btf/sched_switch")]
    [InlineData("RawTracepoint", "raw_tp/sched_switch")]
    public void Object_HasSectionsThatLibbpfKnows(string kind, string section)
    {
        byte[] bytes = BpfSource.CompileObject(Source(kind));
        using var directory = new TemporaryDirectory();
        string pins = bpffs[$"programs{kind}"];

        Command.Run(BpfTool.Tool, "prog", "loadall", directory.Write("Switches.bpf.o", bytes), pins).EnsureSuccess();

        int pinned = Directory.GetFiles(pins).Length;
        Directory.Delete(pins, recursive: true);
        Assert.Equal(3, pinned);
        Assert.Equal(section, BpfObjectSpec.Read(bytes).Program("Switch").SectionName);
    }

    private static void KillProcess(LoadedObject loaded, Func<BpfLink> attach)
    {
        BpfLink? link = null;
        try
        {
            using var process = new SleepingProcess();
            loaded.Global<int>("Pid") = process.Id;
            link = attach();
        }
        finally
        {
            link?.Dispose();
        }
    }

    private static string Source(string kind) => $$"""
        using System;
        using System.Text.Unicode;
        using CsBpf;
        using CsBpf.Kernel;

        [BpfObject(License = "GPL")]
        public partial class Switches
        {
            public static int Pid, From, To, Tid, Parent, Wrong, Exits, ExitCode, Before, After;
            public static ulong Name;
            private static int _zero;

            [{{kind}}("sched_switch")]
            public static void Switch(bool isPreempted, task_struct previous, Task? next)
            {
                if (next == null)
                    return;
                if (previous.tgid == Pid)
                    From++;
                if (next.Pid != Pid)
                    return;
                To++;
                Tid = next.Tid;
                Parent = next.Parent?.Pid ?? -1;
                Span<byte> name = stackalloc byte[16];
                Utf8.TryWrite(name, $"{next.Name}", out int length);
                Name = BitConverter.ToUInt64(name);
                if (length != 5 || previous.tgid == next.tgid)
                    Wrong++;
            }

            [{{kind}}("sched_process_exit")]
            public static int Exit(Task task)
            {
                if (task.Pid != Pid)
                    return 0;
                Exits++;
                ExitCode = task.exit_code;
                return 0;
            }

            [{{kind}}("sched_process_exit")]
            public static int Faulty(Task task)
            {
                if (task.tgid != Pid)
                    return 0;
                Before++;
                After = 1 / _zero;
                return 1;
            }
        }
        """;
}
