using System.Runtime.InteropServices;
using CsBpf.Testing;

namespace CsBpf.Differential.Tests;

/// <summary>Timers fire in the kernel when their time has come, and on the CLR when a simulation's clock is moved there.</summary>
public class TimerTests
{
    private const string Source = """
        using CsBpf;

        [BpfObject]
        public partial class Timed
        {
            private const ulong Millisecond = 1_000_000;

            public struct Flow
            {
                public long Fired;
                public BpfTimer Timeout;
                public BpfSpinLock Lock;
                public int Key;
                public int Divisor;
            }

            public struct Args
            {
                public int Key;
                public int Rounds;
                public int Divisor;
                public int Result;
            }

            public readonly BpfHashMap<int, Flow> Flows = new(maxEntries: 8);
            public readonly BpfArrayMap<Flow> Slots = new(maxEntries: 4);
            public int Calls;

            [Syscall(OnFault = -5)]
            public int Start(ref Args args)
            {
                ref Flow flow = ref Flows.GetOrAdd(args.Key);
                flow.Divisor = args.Divisor;
                args.Result = flow.Timeout.Start(Flows, System.TimeSpan.FromMilliseconds(5), static (in int key, ref Flow flow) =>
                {
                    flow.Fired += 100 / flow.Divisor;
                    flow.Key = key;
                }) ? 1 : 0;
                return 0;
            }

            [Syscall(OnFault = -5)]
            public int StartPeriodic(ref Args args)
            {
                ref Flow slot = ref Slots[args.Key];
                slot.Divisor = args.Rounds;
                args.Result = slot.Timeout.Start(Slots, Millisecond, Tick) ? 1 : 0;
                return 0;
            }

            [Syscall(OnFault = -5)]
            public int Cancel(ref Args args)
            {
                args.Result = Flows.Reference(args.Key).Timeout.Cancel() ? 1 : 0;
                return 0;
            }

            [Syscall(OnFault = -5)]
            public int Restart(ref Args args)
            {
                args.Result = Flows.GetOrAdd(args.Key).Timeout.Restart(System.TimeSpan.FromMinutes(1)) ? 1 : 0;
                return 0;
            }

            [Syscall(OnFault = -5)]
            public int Remove(ref Args args)
            {
                args.Result = Flows.Remove(args.Key) ? 1 : 0;
                return 0;
            }

            [Syscall(OnFault = -5)]
            public int StartChain(ref Args args)
            {
                ref Flow slot = ref Slots[args.Key];
                slot.Divisor = args.Rounds;
                args.Result = slot.Timeout.Start(Slots, Millisecond, Tock) ? 1 : 0;
                return 0;
            }

            private void Tock(in int key, ref Flow slot)
            {
                slot.Fired += key;
                if (++slot.Key < slot.Divisor)
                    slot.Timeout.Start(Slots, Millisecond, Tock);
            }

            private void Tick(in int key, ref Flow slot)
            {
                using (slot.Lock.EnterScope())
                {
                    slot.Fired += key;
                    slot.Key++;
                }

                Calls++;
                if (slot.Key < slot.Divisor)
                    slot.Timeout.Restart(Millisecond);
            }
        }
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private record struct Args(int Key, int Rounds, int Divisor, int Result);

    [StructLayout(LayoutKind.Sequential)]
    private record struct Flow
    {
        public long Fired;
        public (ulong, ulong) Timeout;
        public int Lock, Key, Divisor;
    }

    [RequiresBpfFact(Kernel = "6.6")]
    public void Timer_InAHash_FiresOnce()
    {
        using LoadedObject loaded = Load();

        Assert.Equal(1, Run(loaded, "Start", new Args { Key = 3, Divisor = 4 }));

        Flow flow = WaitFor(loaded.Map("Flows"), 3, flow => flow.Fired != 0);
        Assert.Equal((25, 3), (flow.Fired, flow.Key));
        Assert.Equal(0, Run(loaded, "Cancel", new Args { Key = 3 }));
    }

    [RequiresBpfFact(Kernel = "6.6")]
    public void Timer_ThatIsRestarted_FiresAgain()
    {
        using LoadedObject loaded = Load();

        Assert.Equal(1, Run(loaded, "StartPeriodic", new Args { Key = 2, Rounds = 7 }));

        Assert.Equal(14, WaitFor(loaded.Map("Slots"), 2, slot => slot.Key == 7).Fired);
        Assert.Equal(7, loaded.Global<int>("Calls"));
    }

    /// <summary>What a timer calls may start it with itself: that is no recursion.</summary>
    [RequiresBpfFact(Kernel = "6.6")]
    public void Timer_ThatStartsItself_FiresAgain()
    {
        using LoadedObject loaded = Load();

        Assert.Equal(1, Run(loaded, "StartChain", new Args { Key = 3, Rounds = 5 }));

        Assert.Equal(15, WaitFor(loaded.Map("Slots"), 3, slot => slot.Key == 5).Fired);
    }

    [Fact]
    public void Clr_TimerThatStartsItself_FiresAgain()
    {
        object clr = Activator.CreateInstance(CompiledClass.Load(Source, "Timed"))!;
        var simulation = new BpfSimulation();

        RunOnClr(clr, simulation, "StartChain", new Args { Key = 3, Rounds = 5 });
        simulation.Advance(60_000_000);

        Assert.Equal(1, RunOnClr(clr, simulation, "StartChain", new Args { Key = 3, Rounds = 6 }));
        Assert.Empty(simulation.Faults);
    }

    /// <summary>The kernel answers what the simulation does.</summary>
    [RequiresBpfFact(Kernel = "6.6")]
    public void Timers_OnBothSides_GiveTheSameAnswers()
    {
        using LoadedObject loaded = Load();
        object clr = Activator.CreateInstance(CompiledClass.Load(Source, "Timed"))!;
        var simulation = new BpfSimulation();
        (string Program, Args Args)[] steps =
        [
            ("Restart", new(1, 0, 0, 0)),
            ("Cancel", new(1, 0, 0, 0)),
            ("Start", new(1, 0, 5, 0)),
            ("Restart", new(1, 0, 0, 0)),
            ("Cancel", new(1, 0, 0, 0)),
            ("Cancel", new(1, 0, 0, 0)),
            ("Start", new(2, 0, 0, 0)),
            ("Restart", new(2, 0, 0, 0)),
            ("Remove", new(2, 0, 0, 0)),
            ("Remove", new(2, 0, 0, 0)),
            ("Restart", new(2, 0, 0, 0)),
        ];

        Assert.All(steps, step => Assert.Equal(RunOnClr(clr, simulation, step.Program, step.Args), Run(loaded, step.Program, step.Args)));
    }

    /// <summary>A fault ends the callback, and nothing else.</summary>
    [RequiresBpfFact(Kernel = "6.6")]
    public void Timer_WithAFault_CanBeStartedAgain()
    {
        using LoadedObject loaded = Load();

        Assert.Equal(1, Run(loaded, "Start", new Args { Key = 3, Divisor = 0 }));
        // It is done when there is nothing left to cancel, or was cancelled before.
        Thread.Sleep(20);
        Run(loaded, "Cancel", new Args { Key = 3 });
        Assert.Equal(1, Run(loaded, "Start", new Args { Key = 3, Divisor = 10 }));

        Assert.Equal(10, WaitFor(loaded.Map("Flows"), 3, flow => flow.Fired != 0).Fired);
    }

    [Fact]
    public void Clr_TimeThatPasses_FiresInOrder()
    {
        Type type = CompiledClass.Load(Source, "Timed");
        object clr = Activator.CreateInstance(type)!;
        var simulation = new BpfSimulation { Time = 1000 };

        RunOnClr(clr, simulation, "StartPeriodic", new Args { Key = 2, Rounds = 7 });
        RunOnClr(clr, simulation, "Start", new Args { Key = 3, Divisor = 0 });
        simulation.Advance(3_500_000);
        int calls = (int)type.GetField("Calls")!.GetValue(clr)!;
        simulation.Advance(60_000_000);

        Assert.Equal((3, 7), (calls, (int)type.GetField("Calls")!.GetValue(clr)!));
        Assert.Equal(63_501_000UL, simulation.Time);
        Assert.IsType<DivideByZeroException>(Assert.Single(simulation.Faults));
    }

    private static LoadedObject Load() => BpfSource.Load(Source, targetKernel: new(6, 6));

    private static int Run(LoadedObject loaded, string program, Args args)
    {
        Assert.Equal(0, loaded.Program<SyscallProgram>(program).Run(ref args));
        return args.Result;
    }

    private static int RunOnClr(object clr, BpfSimulation simulation, string program, Args args)
    {
        var method = clr.GetType().GetMethod(program)!;
        object boxed = Activator.CreateInstance(method.GetParameters()[0].ParameterType.GetElementType()!)!;
        foreach (var property in typeof(Args).GetProperties())
            boxed.GetType().GetField(property.Name)!.SetValue(boxed, property.GetValue(args));
        object?[] arguments = [boxed];
        Assert.Equal(0, simulation.Run(() => (int)method.Invoke(clr, System.Reflection.BindingFlags.DoNotWrapExceptions, null, arguments, null)!));
        return (int)boxed.GetType().GetField("Result")!.GetValue(arguments[0])!;
    }

    private static Flow WaitFor(LoadedMap map, int key, Func<Flow, bool> condition)
    {
        DateTime end = DateTime.UtcNow + Patience;
        Span<Flow> flow = stackalloc Flow[1];
        do
        {
            Assert.True(map.TryGetValue(MemoryMarshal.AsBytes([key]), MemoryMarshal.AsBytes(flow)));
            if (condition(flow[0]))
                return flow[0];
            Thread.Sleep(1);
        }
        while (DateTime.UtcNow < end);
        throw new TimeoutException($"The timer did not fire: {flow[0]}");
    }
}
