using System.Diagnostics;
using System.Globalization;
using CsBpf.KernelTests.Support;
using CsBpf.Testing;

namespace CsBpf.KernelTests.Tracing;

/// <summary>Programs that sample what runs, and what helpers say of the current task.</summary>
public sealed class PerfEventTests
{
    private const string Source = """
        using System;
        using CsBpf;
        using CsBpf.Kernel;

        [BpfObject(License = "GPL")]
        public partial class Samples
        {
            public static int Tid, Count, Others;
            public static ulong Period, UidGid, Cgroup, Boot;
            public static TaskName Name;
            public static int TaskTid;

            [PerfEvent]
            public static void Sample(PerfSample sample)
            {
                if ((int)Bpf.GetCurrentPidTgid() != Tid)
                {
                    Others++;
                    return;
                }

                Count++;
                Period = sample.Period;
                UidGid = Bpf.GetCurrentUidGid();
                Cgroup = Bpf.GetCurrentCgroupId();
                Boot = Bpf.KtimeGetBootNs();
                TaskTid = Task.Current.Tid;
                Bpf.GetCurrentComm(out Name);
            }
        }
        """;

    [RequiresBpfTheory("sh", Kernel = "5.11")]
    [InlineData(true)]
    [InlineData(false)]
    public void Sample_OfProcessThatComputes_IsTaken(bool ofThread)
    {
        using var process = Process.Start("taskset", ["1", "sh", "-c", "while :; do :; done"]);
        try
        {
            using var loaded = BpfSource.Load(Source);
            loaded.Global<int>("Tid") = process.Id;
            var program = loaded.Program<PerfEventProgram>("Sample");
            using var link = ofThread ? program.AttachToThread(process.Id, 1000) : program.AttachToProcessor(0, 1000);
            Eventually.True(() => loaded.Global<int>("Count") > 3, "the process is sampled");

            Assert.True(!ofThread || loaded.Global<int>("Others") == 0);
            Assert.InRange(loaded.Global<ulong>("Period"), 1UL, 1_000_000_000UL);
            Assert.Equal(process.Id, loaded.Global<int>("TaskTid"));
            Assert.Equal("sh", loaded.Global<TaskName>("Name").ToString());
            Assert.Equal(OwnIds(), loaded.Global<ulong>("UidGid"));
            Assert.Equal(CgroupOf(process.Id), loaded.Global<ulong>("Cgroup"));
            Assert.InRange(loaded.Global<ulong>("Boot"), 1UL, (ulong)Stopwatch.GetElapsedTime(0).TotalNanoseconds * 2);
        }
        finally
        {
            process.Kill();
            process.WaitForExit();
        }
    }

    [RequiresBpfFact(Kernel = "5.11")]
    public void Processor_ThatIsNotThere_IsAnError()
    {
        using var loaded = BpfSource.Load(Source);

        Assert.Throws<BpfException>(() => loaded.Program<PerfEventProgram>("Sample").AttachToProcessor(100_000, 1));
    }

    private static ulong OwnIds() => (Id("Gid:") << 32) | Id("Uid:");

    private static ulong Id(string key) => ulong.Parse(
        File.ReadLines("/proc/self/status").Single(line => line.StartsWith(key, StringComparison.Ordinal)).Split('\t')[1],
        CultureInfo.InvariantCulture);

    private static ulong CgroupOf(int process) => CgroupFileSystem.GetId(
        CgroupFileSystem.MountPoint + File.ReadLines($"/proc/{process}/cgroup").Single(line => line.StartsWith("0::", StringComparison.Ordinal))[3..]);
}
