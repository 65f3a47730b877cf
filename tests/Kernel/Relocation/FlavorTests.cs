using CsBpf.KernelTests.Support;
using CsBpf.Testing;

namespace CsBpf.KernelTests.Relocation;

/// <summary>A program describes a type of the kernel in several ways; the kernel says which of them it is.</summary>
public sealed class FlavorTests
{
    private const string Source = """
        using CsBpf;
        using CsBpf.Kernel;
        using Task = CsBpf.Kernel.Task;

        [KernelType("task_struct", Flavor = "old")]
        public class OldTask : task_struct
        {
            public long state { get; set; }
        }

        [KernelType("task_struct", Flavor = "today")]
        public class TaskOfToday : KernelObject
        {
            public int tgid { get; set; }
            public SmallTask? real_parent { get; set; }
            [Embedded] public Entity se { get; set; } = new();
        }

        [KernelType("sched_entity", Flavor = "small")]
        public class Entity : KernelObject
        {
            public ulong sum_exec_runtime { get; set; }
        }

        [KernelType("task_struct", Flavor = "small")]
        public class SmallTask : KernelObject
        {
            public int tgid { get; set; }
        }

        [BpfObject(License = "GPL")]
        public partial class Flavors
        {
            public static long State;
            public static int Parent;
            public static ulong Time;

            [Syscall]
            public static int Run()
            {
                Task task = Task.Current;
                State = StateOf(task);
                var today = (TaskOfToday)(KernelObject)task;
                Parent = today.real_parent!.tgid;
                Time = today.se.sum_exec_runtime;
                return today.tgid;
            }

            public static long StateOf(task_struct task) =>
                Core.Exists((OldTask old) => old.state) ? ((OldTask)task).state : 100 + task.__state;
        }
        """;

    [RequiresBpfFact(Kernel = "5.14")]
    public void Members_OfAFlavor_AreThoseOfTheKernel()
    {
        using LoadedObject loaded = BpfSource.Load(Source);

        Assert.Equal(Environment.ProcessId, loaded.Program<SyscallProgram>("Run").Run());
        Assert.Equal(100, loaded.Global<long>("State"));
        Assert.Equal(ParentOfThisProcess(), loaded.Global<int>("Parent"));
        Assert.True(loaded.Global<ulong>("Time") > 0);
    }

    private static int ParentOfThisProcess() =>
        int.Parse(File.ReadLines("/proc/self/status").First(line => line.StartsWith("PPid:", StringComparison.Ordinal))[5..].Trim(), System.Globalization.CultureInfo.InvariantCulture);
}
