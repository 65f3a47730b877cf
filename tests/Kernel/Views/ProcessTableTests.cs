using CsBpf.KernelTests.Support;
using CsBpf.Testing;

namespace CsBpf.KernelTests.Views;

/// <summary>A table of processes as <c>ps</c> has it: extension members of kernel objects, their parents, and texts that are chosen.</summary>
public sealed class ProcessTableTests
{
    private const string Source = """
        using System;
        using CsBpf;
        using CsBpf.Kernel;

        public static class TaskExtensions
        {
            extension(Task task)
            {
                public bool IsKernelThread => (task.Flags & 0x20_0000) != 0;

                public KernelString StateName => (task.State & 0xff) switch
                {
                    0 => "running",
                    1 => "sleeping",
                    2 => "disk",
                    _ => "other",
                };
            }

            public static int Depth(this Task task)
            {
                int depth = 0;
                for (Task? t = task; t is { Pid: not 0 }; t = t.Parent)
                    depth++;
                return depth;
            }
        }

        [BpfObject(License = "GPL")]
        public partial class ProcessTable
        {
            public readonly BpfHashMap<uint, long> PerUser = new(maxEntries: 1024);

            [BpfView]
            public int Show(SeqFile f, Task? task)
            {
                if (task is null)
                {
                    long all = 0;
                    PerUser.ForEach((in uint user, ref long count) => all += count);
                    Row(f, "total", all);
                    return 0;
                }

                PerUser.GetOrAdd(task.Uid)++;
                f.Print($"{task.Pid} {task.Name,-8}|{task.StateName,10}|{(task.IsKernelThread ? "kernel" : "user"),-8}|{(task.Parent is { } parent ? parent.Pid : 0)}");
                Row(f, task.Depth() > 1 ? 1 : 0);
                return 0;
            }

            private static void Row(SeqFile f, int isChild) => f.Print($"|{(isChild == 1 ? "child" : "root")}\n");

            private static void Row(SeqFile f, string label, long value) => f.Print($"{label,-6}={value}\n");
        }
        """;

    [RequiresBpfFact("sleep", Kernel = "6.1")]
    public void View_OfOneProcess_HasItsStateAndParent()
    {
        using var process = new SleepingProcess();

        string[] lines = [];
        Eventually.True(
            () => (lines = View.ReadLines(Source, IteratorTarget.Process(process.Id)))[0].Contains("sleeping", StringComparison.Ordinal),
            $"the process {process.Id} sleeps");

        Assert.Equal([$"{process.Id} sleep   |  sleeping|user    |{Environment.ProcessId}|child", "total =1"], lines);
    }
}
