namespace CsBpf.Compiler.Tests.Frontend;

/// <summary>Programs for tracepoints: their parameters are what the tracepoint passes, read from the context.</summary>
public class TracepointTests
{
    [Theory]
    [InlineData("TpBtf")]
    [InlineData("RawTracepoint")]
    public Task Arguments_AreReadFromTheContext(string kind) => Verify(FrontendCompilation.Print($$"""
        [BpfObject]
        public partial class Switches
        {
            public int Count;

            [{{kind}}("sched_switch")]
            void Switch(bool isPreempted, Task previous, task_struct? next, uint state)
            {
                if (isPreempted && previous.Pid != next?.tgid && state != 0)
                    Count++;
            }
        }
        """)).UseParameters(kind);

    [Theory]
    [InlineData("void Run() { }")]
    [InlineData("int Run(bool a) => a ? 1 : 0;")]
    [InlineData("static void Run(bool a, task_struct? b, Task c, TaskState d) { } enum TaskState : uint { }")]
    [InlineData("void Run(bool a, ulong b, nuint c, int d) { }")]
    public void Parameters_ThatFit_AreTaken(string method)
    {
        FrontendCompilation compilation = Compile($"[TpBtf(\"sched_switch\")] {method}");

        Assert.Empty(compilation.Diagnostics);
        Assert.Equal("tp_btf/sched_switch", Assert.Single(compilation.Module!.Functions).Program!.Section);
    }

    [Theory]
    [InlineData("void Run(Task a) { }", "passes 'bool' there")]
    [InlineData("void Run(byte a) { }", "passes 'bool' there")]
    [InlineData("void Run(ref bool a) { }", "passes 'bool' there")]
    [InlineData("void Run(bool a, Cgroup b) { }", "passes 'Task?' there")]
    [InlineData("void Run(bool a, int b) { }", "passes 'Task?' there")]
    [InlineData("void Run(bool a, KernelString b) { }", "passes 'Task?' there")]
    [InlineData("void Run(bool a, Task b, Task c, ulong d) { }", "passes 'uint' there")]
    [InlineData("void Run(bool a, Task b, Task c, bool d) { }", "passes 'uint' there")]
    [InlineData("void Run(bool a, Task b, Task c, uint d, int e) { }", "passes 4 arguments")]
    public void Parameter_ThatDoesNotFit_IsRefused(string method, string passed)
    {
        foreach (string kind in (string[])["TpBtf", "RawTracepoint"])
        {
            var diagnostic = Assert.Single(Compile($"[{kind}(\"sched_switch\")] {method}").Diagnostics);

            Assert.Equal("CSBPF0514", diagnostic.Id);
            Assert.Contains(passed, diagnostic.GetMessage(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public Task Record_IsTheContext() => Verify(FrontendCompilation.Print("""
        [BpfObject]
        public partial class Calls
        {
            public ulong Sum;
            public TaskName Name;

            [Tracepoint("syscalls/sys_enter_openat")]
            void Open(SyscallEnter call) => Sum += call.Arguments[2] + (ulong)call.Number;

            [Tracepoint("sched/sched_wakeup")]
            int Wake(trace_event_raw_sched_wakeup_template record) => record.ent.pid + record.target_cpu;

            [PerfEvent]
            int Sample(PerfSample sample) => Bpf.GetCurrentComm(out Name) ? (int)sample.Period : Task.Current.Tid;
        }
        """));

    [Theory]
    [InlineData("syscalls/sys_enter_openat", "SyscallExit call", "'SyscallEnter'")]
    [InlineData("syscalls/sys_exit_openat", "SyscallEnter call", "'SyscallExit'")]
    [InlineData("sched/sched_process_exec", "trace_event_raw_sched_process_fork record", "'trace_event_raw_sched_process_exec'")]
    [InlineData("sched/sched_process_exec", "Task task", "'trace_event_raw_sched_process_exec'")]
    [InlineData("sched/sched_process_exec", "trace_event_raw_sched_process_exec a, int b", "'trace_event_raw_sched_process_exec'")]
    [InlineData("sched/sched_process_exec", "ref int a", "'trace_event_raw_sched_process_exec'")]
    [InlineData("sched/sched_wakeup", "SyscallEnter call", "template")]
    [InlineData("sched_process_exec", "trace_event_raw_sched_process_exec record", "group/name")]
    [InlineData("sched/", "", "group/name")]
    public void Record_OfAnotherTracepoint_IsRefused(string tracepoint, string parameters, string expected)
    {
        var diagnostic = Assert.Single(Compile($"[Tracepoint(\"{tracepoint}\")] void Run({parameters}) {{ }}").Diagnostics);

        Assert.Equal("CSBPF0515", diagnostic.Id);
        Assert.Contains(expected, diagnostic.GetMessage(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"sched_swich\"")]
    [InlineData("\"\"")]
    [InlineData("null!")]
    public void Tracepoint_ThatIsNotThere_IsRefused(string name)
    {
        var diagnostic = Assert.Single(Compile($"[TpBtf({name})] void Run(bool a) {{ }}").Diagnostics);

        Assert.Equal("CSBPF0513", diagnostic.Id);
    }

    private static FrontendCompilation Compile(string method) => FrontendCompilation.Compile($"[BpfObject] public partial class Programs {{ {method} }}");
}
