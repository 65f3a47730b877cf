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

    [RequiresBpfFact(Kernel = Kernel)]
    public void View_OfThisProcess_HasItsThreads()
    {
        var threads = () => Directory.GetDirectories("/proc/self/task").Select(path => Path.GetFileName(path)!);
        string source = Source("", "{t.Tid}");

        StableComparison.AssertContainsTruth(threads, () => View.ReadLines(source, IteratorTarget.Process(Environment.ProcessId)));
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
