using System.Diagnostics;
using CsBpf.KernelTests.Support;
using CsBpf.Object.Instructions;
using CsBpf.Testing;

namespace CsBpf.KernelTests.Tracing;

/// <summary>Programs get the records of tracepoints: system calls of this process, programs that it starts.</summary>
public sealed class TracepointTests(TemporaryBpffs bpffs) : IClassFixture<TemporaryBpffs>
{
    private const string Kernel = "5.8";
    private const int NoSuchEntry = 2;
    private const int NotAllowed = 13;

    private const string Source = """
        using System;
        using System.Text.Unicode;
        using CsBpf;
        using CsBpf.Kernel;

        [BpfObject(License = "GPL")]
        public partial class Calls
        {
            public static int Pid, Number, Calls_, Exits, Record, Old, Before, After;
            public static uint Index;
            public static ulong Flags, ByIndex, Address, Text;
            public static long Result;
            private static int _zero;

            private static bool IsOwn => (int)(Bpf.GetCurrentPidTgid() >> 32) == Pid;

            [Tracepoint("syscalls/sys_enter_openat")]
            public static void Open(SyscallEnter call)
            {
                if (!IsOwn || (int)call.Arguments[2] != 0xB0000)
                    return;
                Calls_++;
                Number = call.Number;
                Address = call.Arguments[1];
                Flags = call.Arguments[2];
                ByIndex = call.Arguments[(int)Index];
            }

            [Tracepoint("syscalls/sys_exit_openat")]
            public static int Opened(SyscallExit call)
            {
                if (!IsOwn || call.Result != -20)
                    return 0;
                Exits++;
                Result = call.Result;
                return 0;
            }

            [Tracepoint("sched/sched_process_exec")]
            public static void Exec(trace_event_raw_sched_process_exec record)
            {
                if (Task.Current.Parent?.Pid != Pid)
                    return;
                Record = record.pid;
                Old = record.old_pid;
            }

            [Tracepoint("sched/sched_process_fork")]
            public static void Fork()
            {
                if (!IsOwn)
                    return;
                Before++;
                After = 1 / _zero;
            }
        }
        """;

    /// <summary>Flags that nothing else here asks for, to open as a directory what is none: ENOTDIR.</summary>
    [RequiresBpfTheory("python3", Kernel = Kernel)]
    [InlineData(BpfIsa.V1)]
    [InlineData(BpfIsa.V3)]
    public void SystemCall_OfAProcess_IsSeenWithArgumentsAndResult(BpfIsa isa)
    {
        using var loaded = BpfSource.Load(Source, isa: isa);
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo("python3", ["-c", "import os\ninput()\ntry: os.open('/dev/null', 0xB0000)\nexcept OSError: pass"])
            {
                RedirectStandardInput = true,
            },
        };
        process.Start();
        try
        {
            loaded.Global<int>("Pid") = process.Id;
            loaded.Global<uint>("Index") = 2;
            using var open = loaded.Program<TracepointProgram>("Open").Attach();
            using var opened = loaded.Program<TracepointProgram>("Opened").Attach();
            process.StandardInput.WriteLine();
            process.WaitForExit();
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }

        Assert.Equal((1, 1), (loaded.Global<int>("Calls_"), loaded.Global<int>("Exits")));
        Assert.Equal((0xB0000UL, 0xB0000UL, -20L), (loaded.Global<ulong>("Flags"), loaded.Global<ulong>("ByIndex"), loaded.Global<long>("Result")));
        Assert.NotEqual(0UL, loaded.Global<ulong>("Address"));
        Assert.True(loaded.Global<int>("Number") > 0);
    }

    [RequiresBpfFact("sleep", Kernel = "5.11")]
    public void Program_ThatThisProcessStarts_IsSeen()
    {
        using var loaded = BpfSource.Load(Source);
        loaded.Global<int>("Pid") = Environment.ProcessId;
        using var exec = loaded.Program<TracepointProgram>("Exec").Attach();
        using var fork = loaded.Program<TracepointProgram>("Fork").Attach();
        using var process = new SleepingProcess();

        Assert.Equal((process.Id, process.Id), (loaded.Global<int>("Record"), loaded.Global<int>("Old")));
        Assert.True(loaded.Global<int>("Before") > 0);
        Assert.Equal(0, loaded.Global<int>("After"));
    }

    [RequiresBpfFact(BpfTool.Tool, Kernel = Kernel)]
    public void Object_HasSectionsThatLibbpfKnows()
    {
        byte[] bytes = BpfSource.CompileObject(Source);
        using var directory = new TemporaryDirectory();
        string pins = bpffs["programs"];

        Command.Run(BpfTool.Tool, "prog", "loadall", directory.Write("Calls.bpf.o", bytes), pins).EnsureSuccess();

        int pinned = Directory.GetFiles(pins).Length;
        Directory.Delete(pins, recursive: true);
        Assert.Equal(4, pinned);
        Assert.Equal("tp/syscalls/sys_enter_openat", BpfObjectSpec.Read(bytes).Program("Open").SectionName);
    }

    [RequiresBpfTheory(Kernel = Kernel)]
    [InlineData("sched/none", "int Run() => 0;", NoSuchEntry, "no tracepoint of that group and name")]
    [InlineData("syscalls/sys_enter_close", "int Run(SyscallEnter call) => (int)call.Arguments[4];", NotAllowed, "behind the record")]
    public void Attach_ThatCannotBe_SaysWhy(string tracepoint, string method, int errno, string why)
    {
        using var loaded = BpfSource.Load(
            $"using CsBpf; using CsBpf.Kernel; [BpfObject(License = \"GPL\")] public partial class Program {{ [Tracepoint(\"{tracepoint}\")] {method} }}");

        var exception = Assert.Throws<BpfException>(() => loaded.Program<TracepointProgram>("Run").Attach());

        Assert.Equal(errno, exception.Errno);
        Assert.Contains(why, exception.Message, StringComparison.Ordinal);
    }
}
