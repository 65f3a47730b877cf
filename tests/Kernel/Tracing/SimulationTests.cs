using CsBpf.Kernel;
using Task = CsBpf.Kernel.Task;

namespace CsBpf.KernelTests.Tracing;

/// <summary>Programs for tracepoints are methods: a test calls them with objects that it makes.</summary>
public sealed class SimulationTests
{
    private readonly Switches _switches = new();

    [Fact]
    public void Switch_CalledWithTasks_CountsIt()
    {
        _switches.Switch(false, new Task { pid = 3 }, new Task { Pid = 7, Parent = new() { Pid = 5 } });
        _switches.Switch(false, new Task { pid = 3 }, null);

        Assert.Equal((1, 5), (_switches.Count, _switches.Parent));
    }

    [Fact]
    public void Switch_ThatFaults_IsAFaultOfTheSimulation()
    {
        var simulation = new BpfSimulation();

        simulation.Run(() => _switches.Switch(true, new Task(), new Task()));

        Assert.IsType<DivideByZeroException>(Assert.Single(simulation.Faults));
        Assert.Equal(0, simulation.Run(_switches.Exit, new Task()));
        Assert.Equal(2, simulation.Faults.Count);
    }

    private sealed class Switches
    {
        public int Count { get; private set; }

        public int Parent { get; private set; }

        [TpBtf("sched_switch")]
        public void Switch(bool isPreempted, task_struct previous, Task? next)
        {
            if (isPreempted)
                Count = 1 / previous.pid;
            if (next is null)
                return;
            Count++;
            Parent = next.Parent?.Pid ?? 0;
        }

        [RawTracepoint("sched_process_exit")]
        public int Exit(Task task) => 1 / task.Pid;
    }
}
