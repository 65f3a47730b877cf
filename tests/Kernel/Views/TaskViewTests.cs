using System.Globalization;
using CsBpf.KernelTests.Support;
using CsBpf.Testing;

namespace CsBpf.KernelTests.Views;

/// <summary>A method with a parameter <c>Task</c> is a view of threads; what it tells is what <c>/proc</c> tells.</summary>
public sealed class TaskViewTests
{
    private const string Kernel = "6.1";

    [RequiresBpfTheory("sleep", Kernel = Kernel)]
    [InlineData("static")]
    [InlineData("")]
    public void View_OverAllTasks_HasTheirNumbersAndNames(string modifier)
    {
        using var process = new SleepingProcess();
        string source = Source(modifier, "{t.Tid} {t.Pid} {t.Name}");

        string[] compared = StableComparison.AssertContainsTruth(ReadProcesses, () => View.ReadLines(source));

        Assert.Equal("task", View.TargetOf(source));
        Assert.Contains($"{process.Id} {process.Id} sleep", compared);
    }

    [RequiresBpfTheory("sleep", Kernel = Kernel)]
    [InlineData("static")]
    [InlineData("")]
    public void View_OfOneProcess_HasItsParentOwnerAndCgroup(string modifier)
    {
        using var cgroup = new TemporaryCgroup();
        using var process = new SleepingProcess();
        cgroup.Add(process.Id);

        string[] lines = View.ReadLines(
            Source(modifier, "{t.Pid} {t.Name} parent={t.Parent?.Pid ?? 0} uid={t.Uid} cgroup={t.Cgroup!.Id} {t.Cgroup.Name}"),
            IteratorTarget.Process(process.Id));

        Assert.Equal(
            [$"{process.Id} sleep parent={Environment.ProcessId} uid={Owner(process.Id)} cgroup={cgroup.Id} {cgroup.Name}"], lines);
    }

    /// <summary>A string of the kernel's becomes bytes: all of it, or, where there is no room, what the CLR leaves there.</summary>
    [RequiresBpfFact("sleep", Kernel = Kernel)]
    public void Name_WrittenToMemory_IsThatOfTheTask()
    {
        using var process = new SleepingProcess();
        const string Source = """
            using System;
            using System.Runtime.CompilerServices;
            using System.Text.Unicode;
            using CsBpf;
            using CsBpf.Kernel;

            [InlineArray(16)]
            public struct Text
            {
                private byte _first;
            }

            [BpfObject]
            public partial class Names
            {
                public static Text Whole, Short;
                public static int Length, ShortLength, HasFailed;

                [BpfView]
                public static int Show(SeqFile f, Task t)
                {
                    Span<byte> text = stackalloc byte[16];
                    bool fits = Utf8.TryWrite(text, $"<{t.Name,7}>{t.Name}", out Length);
                    Span<byte> whole = Whole;
                    text.CopyTo(whole);
                    Span<byte> part = Short;
                    HasFailed = Utf8.TryWrite(part[..3], $"{t.Name}", out ShortLength) || !fits ? 0 : 1;
                    return 0;
                }
            }
            """;
        using var loaded = BpfSource.Load(Source);
        using var link = loaded.Program<IteratorProgram>("Show").Attach(IteratorTarget.Process(process.Id));

        link.ReadAllText();

        Assert.Equal("<  sleep>sleep\0\0", System.Text.Encoding.ASCII.GetString(System.Runtime.InteropServices.MemoryMarshal.AsBytes([loaded.Global<(long, long)>("Whole")])));
        Assert.Equal((14, 0, 1), (loaded.Global<int>("Length"), loaded.Global<int>("ShortLength"), loaded.Global<int>("HasFailed")));
        Assert.Equal("sle", System.Text.Encoding.ASCII.GetString(System.Runtime.InteropServices.MemoryMarshal.AsBytes([loaded.Global<(long, long)>("Short")])[..3]));
    }

    [RequiresBpfFact(Kernel = Kernel)]
    public void View_OfThisProcess_HasItsThreads()
    {
        var threads = () => Directory.GetDirectories("/proc/self/task").Select(path => Path.GetFileName(path)!);
        string source = Source("", "{t.Tid}");

        StableComparison.AssertContainsTruth(threads, () => View.ReadLines(source, IteratorTarget.Process(Environment.ProcessId)));
    }

    [RequiresBpfTheory("sleep", Kernel = Kernel)]
    [InlineData("static")]
    [InlineData("")]
    public void View_OfAreasOfMemory_HasThoseOfProc(string modifier)
    {
        using var process = new SleepingProcess();
        string[] areas = [.. File.ReadLines($"/proc/{process.Id}/maps").Take(3).Select(line => line.Split(' ')[0])];
        string[] addresses = [.. areas.Select(area => $"0x{area.Split('-')[0]} + 5"), "5"];
        string calls = string.Concat(addresses.Select(address => $"Find(f, t, {address});\n"));
        string source = $$"""
            using CsBpf;
            using CsBpf.Kernel;

            [BpfObject(License = "GPL")]
            public partial class Tasks
            {
                [BpfView]
                public {{modifier}} int Show(SeqFile f, Task t)
                {
                    {{calls}}
                    return 0;
                }

                private {{modifier}} void Find(SeqFile f, Task t, ulong address)
                {
                    ulong start = 0, end = 0;
                    int pid = 0;
                    bool found = t.FindVma(address, (task, area) => (pid, start, end) = (task.Pid, area.vm_start, area.vm_end));
                    f.Print($"{found} {pid} {start:x}-{end:x}\n");
                }
            }
            """;

        string[] lines = View.ReadLines(source, IteratorTarget.Process(process.Id));

        IEnumerable<string> expected = areas.Select(area => string.Join('-', area.Split('-').Select(end => end.TrimStart('0'))));
        Assert.Equal([.. expected.Select(area => $"True {process.Id} {area}"), "False 0 0-0"], lines);
    }

    /// <summary>The verifier takes the objects that the compiler takes, and a fault in the callback is one of the view.</summary>
    [RequiresBpfTheory("sleep", Kernel = Kernel)]
    [InlineData("t.Parent!", "1", "done")]
    [InlineData("t.Leader!", "1", "done")]
    [InlineData("t.group_leader!.group_leader!", "1", "done")]
    [InlineData("t", "0", null)]
    public void View_OfAreasOfAnotherTask_IsTaken(string task, string divisor, string? expected)
    {
        using var process = new SleepingProcess();
        string address = File.ReadLines("/proc/self/maps").First().Split('-')[0];
        address = task.Contains("arent", StringComparison.Ordinal) ? address : File.ReadLines($"/proc/{process.Id}/maps").First().Split('-')[0];
        string source = $$"""
            using CsBpf;
            using CsBpf.Kernel;

            [BpfObject(License = "GPL")]
            public partial class Tasks
            {
                private long _divisor = {{divisor}};

                [BpfView]
                public int Show(SeqFile f, Task t)
                {
                    ulong sum = 0;
                    {{task}}.FindVma(0x{{address}}, (task, area) => sum = area.vm_start / (ulong)_divisor);
                    f.Print($"done\n");
                    return 0;
                }
            }
            """;

        Assert.Equal(expected is null ? [] : [expected], View.ReadLines(source, IteratorTarget.Process(process.Id)));
    }

    private static string Source(string modifier, string text) => $$$"""
        using CsBpf;
        using CsBpf.Kernel;

        [BpfObject(License = "GPL")]
        public partial class Tasks
        {
            [BpfView]
            public {{{modifier}}} int Show(SeqFile f, Task t)
            {
                f.Print($"{{{text}}}\n");
                return 0;
            }
        }
        """;

    private static string Owner(int process) =>
        File.ReadLines($"/proc/{process}/status").Single(line => line.StartsWith("Uid:")).Split('\t')[1];

    /// <summary>A line for each thread of each process that has an executable: /proc makes the names of kernel threads longer.</summary>
    private static IEnumerable<string> ReadProcesses() =>
        Directory.GetDirectories("/proc")
            .Where(path => int.TryParse(Path.GetFileName(path), CultureInfo.InvariantCulture, out _) && HasExecutable(path))
            .SelectMany(ReadThreads);

    private static bool HasExecutable(string process)
    {
        try
        {
            return File.ResolveLinkTarget($"{process}/exe", returnFinalTarget: false) is not null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static IEnumerable<string> ReadThreads(string process)
    {
        try
        {
            return [.. Directory.GetDirectories($"{process}/task").Select(thread =>
                $"{Path.GetFileName(thread)} {Path.GetFileName(process)} {File.ReadAllText($"{thread}/comm").TrimEnd('\n')}")];
        }
        catch (IOException)
        {
            return []; // It ended meanwhile.
        }
    }
}
