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

    [Fact]
    public void Record_ThatATestMakes_IsTheContext()
    {
        var calls = new Calls();
        var simulation = new BpfSimulation { ProcessId = 7, ThreadId = 8, TaskName = "a name of more than 15 bytes", UserId = 3, CgroupId = 9, Time = 5 };

        simulation.Run(() => calls.Open(new SyscallEnter { Number = 257, Arguments = new(1, 2, 3) }));
        Assert.Equal(4, simulation.Run(calls.Sample, new PerfSample { Period = 4 }));

        Assert.Empty(simulation.Faults);
        Assert.Equal((257, 3UL, 0UL), (calls.Number, calls.Flags, calls.Missing));
        Assert.Equal(("a name of more ", 7, 8, 3U, 9UL, 5UL), (calls.Name, calls.Pid, calls.Tid, calls.Uid, calls.Cgroup, calls.Time));
    }

    [Fact]
    public void Task_OfTheSimulation_IsTheCurrentOne()
    {
        var task = new Task { Pid = 3 };

        Assert.Same(task, Read(new BpfSimulation { Task = task }));

        static Task? Read(BpfSimulation simulation)
        {
            Task? current = null;
            simulation.Run(() => { current = Task.Current; });
            return current;
        }
    }

    [Fact]
    public void UserMemory_OfTheSimulation_IsRead()
    {
        var simulation = new BpfSimulation { UserMemory = { [0x1000] = [.. "/etc/passwd\0"u8], [0x2000] = [1, 2, 3, 4] } };

        simulation.Run(() =>
        {
            var name = default(TaskName);
            Assert.Equal(12, Bpf.ProbeReadUserStr(ref name, 0x1000));
            Assert.Equal("/etc/passwd", name.ToString());
            Assert.Equal(8, Bpf.ProbeReadUserStr(ref name, 0x1004));
            Assert.Equal("/passwd", name.ToString());
            int part = 0;
            Assert.Equal(4, Bpf.ProbeReadUserStr(ref part, 0x1000));
            Assert.Equal(BitConverter.ToInt32("/et\0"u8), part);
            Assert.Equal(-14, Bpf.ProbeReadUserStr(ref name, 0x2000));
            Assert.Equal("", name.ToString());
            Assert.True(Bpf.ProbeReadUser(out int value, 0x2000));
            Assert.Equal(0x04030201, value);
            Assert.False(Bpf.ProbeReadUser(out value, 0x2001));
            Assert.Equal(0, value);
        });
        Assert.Empty(simulation.Faults);
    }

    [Fact]
    public void Helpers_OutsideOfASimulation_AnswerOfThisProcess()
    {
        Assert.Equal(Environment.ProcessId, Task.Current.Pid);
        Assert.True(Bpf.GetCurrentComm(out TaskName name));
        Assert.NotEqual("", name.ToString());
        Assert.NotEqual(0UL, Bpf.KtimeGetBootNs());
    }

    private sealed class Calls
    {
        public int Number { get; private set; }

        public ulong Flags { get; private set; }

        public ulong Missing { get; private set; }

        public string? Name { get; private set; }

        public int Pid { get; private set; }

        public int Tid { get; private set; }

        public uint Uid { get; private set; }

        public ulong Cgroup { get; private set; }

        public ulong Time { get; private set; }

        [Tracepoint("syscalls/sys_enter_openat")]
        public void Open(SyscallEnter call)
        {
            Number = call.Number;
            Flags = call.Arguments[2];
            Missing = call.Arguments[5];
        }

        [PerfEvent]
        public int Sample(PerfSample sample)
        {
            Bpf.GetCurrentComm(out TaskName name);
            Name = name.ToString();
            (Pid, Tid, Uid) = (Task.Current.Pid, Task.Current.Tid, (uint)Bpf.GetCurrentUidGid());
            (Cgroup, Time) = (Bpf.GetCurrentCgroupId(), Bpf.KtimeGetBootNs());
            return (int)sample.Period;
        }
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
