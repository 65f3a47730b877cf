using CsBpf.Kernel;
using Task = CsBpf.Kernel.Task;

namespace CsBpf.KernelTests.Relocation;

/// <summary>Both branches of a question run in a unit test.</summary>
public sealed class SimulatedKernelTests
{
    /// <summary>A task as kernels before 5.14 had it.</summary>
    [KernelType("task_struct", Flavor = "old")]
    private sealed class OldTask : task_struct
    {
        public long state { get; set; }
    }

    [Fact]
    public void Flavor_IsNotThere_UnlessTheTestSaysSo()
    {
        Assert.Equal(1, new BpfSimulation().Run(() => StateOf(new OldTask { state = 7, __state = 1 })));

        Assert.Equal(7, new BpfSimulation { KernelHas = { ["state"] = true } }.Run(() => StateOf(new OldTask { state = 7, __state = 1 })));
    }

    [Fact]
    public void Kernel_ThatATestDescribes_Answers()
    {
        var simulation = new BpfSimulation
        {
            KernelHas = { ["loginuid"] = false, ["seq_file"] = false, ["BPF_MAP_TYPE_ARENA"] = false, [nameof(Bpf.KtimeGetBootNs)] = false },
            KernelSizes = { ["task_struct"] = 9_000, ["comm"] = 16 },
            KernelOffsets = { ["comm"] = 40 },
        };
        var task = new Task();

        Assert.Equal(0, simulation.Run(() => Core.Exists(task.loginuid) || Core.Exists<seq_file>() || Core.Exists(bpf_map_type.BPF_MAP_TYPE_ARENA) ? 1 : 0));
        Assert.Equal(0, simulation.Run(() => Core.HelperExists(Bpf.KtimeGetBootNs) ? 1 : 0));
        Assert.Equal(9_056, simulation.Run(() => Core.SizeOf<task_struct>() + Core.SizeOf(task.comm) + Core.OffsetOf((task_struct any) => any.comm)));
        Assert.True(Core.Exists(task.loginuid) && Core.Exists<seq_file>() && Core.Matches<seq_file>() && !Core.Matches<OldTask>());
        Assert.True(Core.IsSigned(task.pid) && !Core.IsSigned((task_struct any) => any.__state) && Core.TypeId<Task>() != 0);
    }

    private static int StateOf(task_struct task) => Core.Exists((OldTask old) => old.state) ? (int)((OldTask)task).state : (int)task.__state;
}
