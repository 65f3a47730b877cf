namespace CsBpf.Runtime.Tests;

public sealed class BpfSimulationTests
{
    private readonly BpfSimulation _simulation = new();
    private readonly Programs _programs = new();

    [Fact]
    public void Program_ThatFaults_GivesItsFaultValue()
    {
        Assert.Equal(7, _simulation.Run(_programs.ReadMissing));
        Assert.IsType<BpfFaultException>(Assert.Single(_simulation.Faults));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(4, 25)]
    public void Program_ThatDivides_FaultsByZeroOnly(int divisor, int result) =>
        Assert.Equal(result, _simulation.Run(_programs.Divide, divisor));

    [Fact]
    public void Helpers_InASimulation_AnswerFromIt()
    {
        var simulation = new BpfSimulation { Time = 42, Processor = 3, ProcessId = 10, ThreadId = 11 };

        Assert.Equal(42 + 3 + 10 + 11, simulation.Run(_programs.Ask));
        Assert.Equal(["now 42"], simulation.Trace);
        Assert.NotEqual(42ul, Bpf.KtimeGetNs());
    }

    [Fact]
    public void Argument_IsLeftAsTheProgramLeavesIt()
    {
        int argument = 5;
        Assert.Equal(1, _simulation.Run(_programs.Double, ref argument));
        Assert.Equal(10, argument);
    }

    [Fact]
    public void Exception_ThatIsNoFault_IsTheTests() =>
        Assert.Throws<NotSupportedException>(() => _simulation.Run(() => throw new NotSupportedException()));

    private sealed class Programs
    {
        private readonly BpfHashMap<int, int> _map = new(maxEntries: 1);

        [Syscall(OnFault = 7)]
        public int ReadMissing() => _map[1];

        [Syscall]
        public int Divide(int divisor) => 100 / divisor;

        [Syscall]
        public int Double(ref int argument)
        {
            argument *= 2;
            return 1;
        }

        [Syscall]
        public int Ask()
        {
            Bpf.Print($"now {Bpf.KtimeGetNs()}");
            return (int)(Bpf.KtimeGetNs() + Bpf.GetSmpProcessorId() + (Bpf.GetCurrentPidTgid() >> 32) + (uint)Bpf.GetCurrentPidTgid());
        }
    }

    [Fact]
    public void Loop_EndsWhereItIsTold_AndFaultsWithTooManyRounds()
    {
        uint sum = 0;

        Assert.Equal(4u, Bpf.Loop(10, index =>
        {
            sum += index;
            return index < 3;
        }));
        Assert.Equal(10u, Bpf.Loop(10, index => sum++));
        Assert.Equal(16u, sum);
        Assert.Throws<BpfFaultException>(() => Bpf.Loop(Bpf.MaxLoops + 1, _ => { }));
    }
}
