using System.Runtime.InteropServices;
using CsBpf.Testing;

namespace CsBpf.KernelTests.Tracing;

/// <summary>What helpers answer is what this process knows by other ways.</summary>
public sealed partial class HelperTests
{
    private const int Urgent = 23;
    private const int ClockTai = 11;

    private const string Source = """
        using CsBpf;
        using CsBpf.Kernel;

        [BpfObject(License = "GPL")]
        public partial class Helpers
        {
            public static ulong Now, Boot, Coarse, Tai, Jiffies, LaterJiffies, Pid, User, Cgroup, Root, Beyond;
            public static uint First, Second, Processor;
            public static int Node;

            [Syscall]
            public static int Ask()
            {
                Now = Bpf.KtimeGetNs();
                Boot = Bpf.KtimeGetBootNs();
                Tai = Bpf.KtimeGetTaiNs();
                LaterJiffies = Jiffies;
                Jiffies = Bpf.Jiffies64();
                First = Bpf.GetRandom();
                Second = Bpf.GetRandom();
                Processor = Bpf.GetSmpProcessorId();
                Node = Bpf.GetNumaNodeId();
                Pid = Bpf.GetCurrentPidTgid();
                User = Bpf.GetCurrentUidGid();
                return Bpf.GetCurrentComm(out TaskName name) && name[0] != 0 ? 1 : 0;
            }

            [Xdp]
            public static XdpAction AskForPacket()
            {
                Coarse = Bpf.KtimeGetCoarseNs();
                return XdpAction.Pass;
            }

            [Tracepoint("raw_syscalls/sys_enter")]
            public static int Enter(trace_event_raw_sys_enter call)
            {
                if (Bpf.GetCurrentPidTgid() >> 32 != Pid >> 32)
                    return 0;
                Cgroup = Bpf.GetCurrentCgroupId();
                Root = Bpf.GetCurrentAncestorCgroupId(0);
                Beyond = Bpf.GetCurrentAncestorCgroupId(200);
                return 0;
            }
        }
        """;

    [RequiresBpfFact(Kernel = "6.1")]
    public void Answers_AreThoseOfThisProcess()
    {
        using LoadedObject loaded = BpfSource.Load(Source);
        var program = loaded.Program<SyscallProgram>("Ask");
        ulong start = Time(1), tai = Time(ClockTai);

        Assert.Equal(1, program.Run());
        Thread.Sleep(20);
        loaded.Program<XdpProgram>("AskForPacket").Run(new byte[64]);
        Assert.Equal(1, program.Run());

        Assert.InRange(loaded.Global<ulong>("Now"), start, Time(1));
        Assert.InRange(loaded.Global<ulong>("Coarse"), start, loaded.Global<ulong>("Now"));
        Assert.True(loaded.Global<ulong>("Boot") >= loaded.Global<ulong>("Now"));
        Assert.InRange(loaded.Global<ulong>("Tai"), tai, Time(ClockTai));
        Assert.True(loaded.Global<ulong>("Jiffies") > loaded.Global<ulong>("LaterJiffies"));
        Assert.NotEqual(loaded.Global<uint>("First"), loaded.Global<uint>("Second"));
        Assert.InRange(loaded.Global<uint>("Processor"), 0u, (uint)Environment.ProcessorCount * 64);
        Assert.True(Directory.Exists($"/sys/devices/system/node/node{loaded.Global<int>("Node")}") || loaded.Global<int>("Node") == 0);
        Assert.Equal((uint)Environment.ProcessId, (uint)(loaded.Global<ulong>("Pid") >> 32));

        using (loaded.Program<TracepointProgram>("Enter").Attach())
            File.Exists("/");
        Assert.Equal(1u, loaded.Global<ulong>("Root"));
        Assert.Equal(0u, loaded.Global<ulong>("Beyond"));
        Assert.NotEqual(0u, loaded.Global<ulong>("Cgroup"));
    }

    /// <summary>The urgent signal, which does nothing to a process that has not asked for it.</summary>
    [RequiresBpfFact(Kernel = "6.1")]
    public void Signal_ThatAProgramSends_ComesToThisProcess()
    {
        using var received = new ManualResetEventSlim();
        using PosixSignalRegistration registration = PosixSignalRegistration.Create((PosixSignal)Urgent, context =>
        {
            context.Cancel = true;
            received.Set();
        });
        using LoadedObject loaded = BpfSource.Load($$"""
            using CsBpf;
            using CsBpf.Kernel;

            [BpfObject(License = "GPL")]
            public partial class Signals
            {
                public static ulong Pid;
                public static bool IsSent;

                [Tracepoint("raw_syscalls/sys_enter")]
                public static int Enter(trace_event_raw_sys_enter call)
                {
                    if (Bpf.GetCurrentPidTgid() >> 32 == {{Environment.ProcessId}} && !IsSent)
                        IsSent = Bpf.SendSignal({{Urgent}});
                    return 0;
                }
            }
            """);

        using (loaded.Program<TracepointProgram>("Enter").Attach())
            Assert.True(received.Wait(TimeSpan.FromSeconds(10)));
        Assert.True(loaded.Global<bool>("IsSent"));
    }

    private static ulong Time(int clock)
    {
        Assert.Equal(0, GetTime(clock, out TimeSpec time));
        return (ulong)time.Seconds * 1_000_000_000 + (ulong)time.Nanoseconds;
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out TimeSpec time);

    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
