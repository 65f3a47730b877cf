using CsBpf.Testing;

namespace CsBpf.Differential.Tests;

/// <summary>What a spin lock is for: threads that run a program at the same time see and change what it protects one after the other.</summary>
public class SpinLockTests
{
    private const int Threads = 4;
    private const int Runs = 400;
    private const int Rounds = 500;

    private const string Source = """
        using CsBpf;

        [BpfObject]
        public partial class Locked
        {
            private const int Rounds = 500;

            public struct Tally
            {
                public long Differences;
                public int Divisor;
            }

            public struct Pair
            {
                public long First;
                public BpfSpinLock Lock;
                public long Second;
            }

            public readonly BpfHashMap<int, Pair> Hash = new(maxEntries: 1);
            public readonly BpfArrayMap<Pair> Array = new(maxEntries: 2);

            [Syscall]
            public int CountInHash(ref Tally tally)
            {
                ref Pair pair = ref Hash.GetOrAdd(7);
                Count(ref pair, ref tally);
                return 0;
            }

            [Syscall]
            public int CountInArray(ref Tally tally)
            {
                Count(ref Array[1], ref tally);
                return 0;
            }

            private BpfSpinLock _lock;
            public long First, Second;

            [Syscall]
            public int CountInGlobals(ref Tally tally)
            {
                for (int i = 0; i < Rounds; i++)
                {
                    using var held = _lock.EnterScope();
                    if (First != Second)
                        tally.Differences++;
                    First++;
                    Second++;
                }

                return 0;
            }

            [Syscall(OnFault = 3)]
            public int Fault(ref Tally tally)
            {
                ref Pair pair = ref Array[0];
                using (pair.Lock.EnterScope())
                {
                    pair.First++;
                    pair.Second += 10 / tally.Divisor;
                }

                return 0;
            }

            private static void Count(ref Pair pair, ref Tally tally)
            {
                for (int i = 0; i < Rounds; i++)
                {
                    using var held = pair.Lock.EnterScope();
                    if (pair.First != pair.Second)
                        tally.Differences++;
                    pair.First++;
                    pair.Second++;
                }
            }
        }
        """;

    private record struct Tally(long Differences, int Divisor);

    private record struct Pair(long First, int Lock, long Second);

    [RequiresBpfTheory(Kernel = "6.6")]
    [InlineData("CountInHash")]
    [InlineData("CountInArray")]
    [InlineData("CountInGlobals")]
    public void Fields_ChangedTogetherByManyThreads_AreTheSame(string name)
    {
        using LoadedObject loaded = BpfSource.Load(Source, targetKernel: new(6, 6));
        var program = loaded.Program<SyscallProgram>(name);
        var tallies = new Tally[Threads];

        RunOnManyThreads(number =>
        {
            for (int i = 0; i < Runs; i++)
                program.Run(ref tallies[number]);
        });

        Assert.Equal(0, tallies.Sum(tally => tally.Differences));
        Assert.Equal(new Pair((long)Threads * Runs * Rounds, 0, (long)Threads * Runs * Rounds), Read(loaded, name));
    }

    /// <summary>The lock that a fault left is free: otherwise the next run would wait for ever.</summary>
    [RequiresBpfFact(Kernel = "6.6")]
    public void Lock_AfterAFault_IsFree()
    {
        using LoadedObject loaded = BpfSource.Load(Source, targetKernel: new(6, 6));
        var program = loaded.Program<SyscallProgram>("Fault");
        var zero = default(Tally);
        Tally two = new(0, 2);

        Assert.Equal(3, program.Run(ref zero));
        Assert.Equal(0, program.Run(ref two));

        Assert.Equal(new Pair(2, 0, 5), Read(loaded.Map("Array"), 0));
    }

    /// <summary>The lock of the simulation is one as well.</summary>
    [Fact]
    public void Clr_ManyThreads_WaitForEachOther()
    {
        var value = new (BpfSpinLock Lock, long First, long Second)[1];

        RunOnManyThreads(_ =>
        {
            for (int i = 0; i < Runs * Rounds; i++)
            {
                using (value[0].Lock.EnterScope())
                    value[0].First++;
            }
        });

        Assert.Equal((long)Threads * Runs * Rounds, value[0].First);
    }

    private static Pair Read(LoadedObject loaded, string program) => program switch
    {
        "CountInHash" => Read(loaded.Map("Hash"), 7),
        "CountInArray" => Read(loaded.Map("Array"), 1),
        _ => new Pair(loaded.Global<long>("First"), 0, loaded.Global<long>("Second")),
    };

    private static Pair Read(LoadedMap map, int key)
    {
        Span<Pair> pair = stackalloc Pair[1];
        Assert.True(map.TryGetValue(System.Runtime.InteropServices.MemoryMarshal.AsBytes([key]), System.Runtime.InteropServices.MemoryMarshal.AsBytes(pair)));
        return pair[0];
    }

    private static void RunOnManyThreads(Action<int> action)
    {
        using var start = new Barrier(Threads);
        Thread[] threads = [.. Enumerable.Range(0, Threads).Select(number => new Thread(() =>
        {
            Processor.Pin(Processor.All[number % Processor.All.Length]);
            start.SignalAndWait();
            action(number);
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
    }
}
