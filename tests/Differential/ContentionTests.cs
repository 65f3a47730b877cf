using CsBpf.Object.Instructions;
using CsBpf.Testing;

namespace CsBpf.Differential.Tests;

/// <summary>Threads that run the same program at the same time lose nothing of what it counts with <see cref="Interlocked"/>.</summary>
public class ContentionTests
{
    private const int Threads = 4;
    private const int Runs = 300;
    private const int Rounds = 10_000;
    private const int Draws = 1000;

    private const string Source = """
        using System.Threading;
        using CsBpf;

        [BpfObject]
        public partial class Contended
        {
            private const int Rounds = 10_000;
            private const int Exchanges = 2000;
            private const int Draws = 1000;

            public struct Tally
            {
                public long Total;
                public long Tickets;
                public int Twice;
                public int Added;
                public long Thread;
            }

            private readonly BpfArrayMap<int> _taken = new(maxEntries: 1_200_000);
            private long _total;
            private int _next;
            private long _sum;

            [Syscall]
            public int Count(ref Tally tally)
            {
                for (int i = 0; i < Rounds; i++)
                    Interlocked.Increment(ref _total);
                tally.Total = Volatile.Read(ref _total);
                return 0;
            }
        """;

    private const string FetchingSource = Source + """

            [Syscall]
            public int Draw(ref Tally tally)
            {
                for (int i = 0; i < Draws; i++)
                {
                    int ticket = Interlocked.Increment(ref _next) - 1;
                    tally.Tickets += ticket;
                    if (Interlocked.Exchange(ref _taken[ticket], 1) != 0)
                        tally.Twice++;
                }

                return 0;
            }

            [Syscall]
            public int Add(ref Tally tally)
            {
                long seen = Volatile.Read(ref _sum);
                for (int i = 0; i < Exchanges; i++)
                {
                    long found = Interlocked.CompareExchange(ref _sum, seen + 3, seen);
                    if (found == seen)
                        tally.Added++;
                    seen = found == seen ? seen + 3 : found;
                }

                tally.Total = Volatile.Read(ref _sum);
                return 0;
            }

            private readonly BpfArrayMap<int> _wants = new(maxEntries: 2);
            private int _inside;

            [Syscall]
            public int Enter(ref Tally tally)
            {
                ref int mine = ref _wants[(int)tally.Thread];
                ref int others = ref _wants[1 - (int)tally.Thread];
                for (int i = 0; i < Exchanges; i++)
                {
                    Volatile.Write(ref mine, 1);
                    Interlocked.MemoryBarrier();
                    if (Volatile.Read(ref others) == 0)
                    {
                        tally.Total++;
                        if (Interlocked.Increment(ref _inside) != 1)
                            tally.Twice++;
                        Interlocked.Decrement(ref _inside);
                    }

                    Volatile.Write(ref mine, 0);
                }

                return 0;
            }
        """;

    private record struct Tally(long Total, long Tickets, int Twice, int Added, long Thread);

    [RequiresBpfTheory(Kernel = "5.14")]
    [InlineData(BpfIsa.V1)]
    [InlineData(BpfIsa.V3)]
    public void Increments_ByManyThreads_AreAllCounted(BpfIsa isa)
    {
        using LoadedObject loaded = BpfSource.Load(Source + "\n}", isa: isa);

        Tally[] tallies = RunOnManyThreads(loaded.Program<SyscallProgram>("Count"));

        Assert.Equal((long)Threads * Runs * Rounds, tallies.Max(tally => tally.Total));
    }

    [RequiresBpfFact(Kernel = "5.14")]
    public void Tickets_DrawnByManyThreads_AreDrawnOnce()
    {
        using LoadedObject loaded = BpfSource.Load(FetchingSource + "\n}");

        Tally[] tallies = RunOnManyThreads(loaded.Program<SyscallProgram>("Draw"));

        const long Tickets = Threads * Runs * Draws;
        Assert.All(tallies, tally => Assert.Equal(0, tally.Twice));
        Assert.Equal(Tickets * (Tickets - 1) / 2, tallies.Sum(tally => tally.Tickets));
    }

    [RequiresBpfFact(Kernel = "5.14")]
    public void Exchanges_ByManyThreads_HappenWhereTheySayIt()
    {
        using LoadedObject loaded = BpfSource.Load(FetchingSource + "\n}");

        Tally[] tallies = RunOnManyThreads(loaded.Program<SyscallProgram>("Add"));

        Assert.Equal(3 * tallies.Sum(tally => (long)tally.Added), tallies.Max(tally => tally.Total));
    }

    /// <summary>Each of two threads says that it wants to go in, and goes if the other did not say so: a fence between, and they never meet.</summary>
    [RequiresBpfFact(Kernel = "5.14")]
    public void Fences_BetweenWriteAndRead_KeepTwoThreadsApart()
    {
        using LoadedObject loaded = BpfSource.Load(FetchingSource + "\n}");

        Tally[] tallies = RunOnManyThreads(loaded.Program<SyscallProgram>("Enter"), threads: 2);

        Assert.All(tallies, tally => Assert.Equal(0, tally.Twice));
        Assert.InRange(tallies.Sum(tally => tally.Total), 1, long.MaxValue);
    }

    /// <summary>What each run left, of all threads; it is told which of them it belongs to.</summary>
    private static Tally[] RunOnManyThreads(SyscallProgram program, int threads = Threads)
    {
        using var start = new Barrier(threads);
        var tallies = new Tally[threads * Runs];
        Thread[] running = [.. Enumerable.Range(0, threads).Select(number => new Thread(() =>
        {
            Processor.Pin(Processor.All[number % Processor.All.Length]);
            start.SignalAndWait();
            for (int i = 0; i < Runs; i++)
            {
                ref Tally tally = ref tallies[(number * Runs) + i];
                tally.Thread = number;
                program.Run(ref tally);
            }
        }))];
        Array.ForEach(running, thread => thread.Start());
        Array.ForEach(running, thread => thread.Join());
        return tallies;
    }
}
