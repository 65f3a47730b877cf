using CsBpf.Testing;

namespace CsBpf.Compiler.Tests.Skeleton;

/// <summary>What the generated half of an object's class looks like.</summary>
public class SkeletonTests
{
    private const string EverythingSource =
        """
        namespace Samples;

        public enum Mode : byte { Off, On }

        public struct Point { public int X; public long Y; }

        public abstract class Common<T>
            where T : unmanaged
        {
            protected readonly BpfArrayMap<T> Inherited = new(maxEntries: 2);
        }

        [BpfObject(License = "GPL")]
        public partial class Everything : Common<long>
        {
            public readonly BpfHashMap<ulong, long> Hits = new(maxEntries: 16);
            public static readonly BpfArrayMap<int> Shared = new(maxEntries: 1);
            private readonly BpfHashMap<Point, Entry> _entries = new(maxEntries: 4);

            private const int Step = 10;

            private readonly uint _limit = 100;
            public readonly Point Origin = new() { X = 3, Y = 4 };
            public Mode Mode;
            internal static ulong Total;
            public bool Flag;
            public Point Position;

            public struct Entry { public int Value; }

            [BpfView]
            private int Show(SeqFile f, Cgroup cg) => 0;

            [BpfView]
            public static int List(SeqFile f, Map map) => 0;

            [Syscall]
            private int Count()
            {
                Hits.GetOrAdd(7)++;
                Shared[0]++;
                Inherited[1]++;
                if (!_entries.TryUpdate(Origin, new Entry { Value = 1 }))
                    _entries.TryAdd(Origin, default);
                Total += _limit;
                Flag = Mode == Mode.On;
                Mode = Flag ? Mode.Off : Mode;
                Position.X += Helper(Step) / 2;
                Position.Y = Position.Y + Step;
                Flag = true;
                return (int)Total;
            }

            private static int Helper(int x) => x;
        }
        """;

    [Fact]
    public Task Everything() => Verify(GeneratedClass.Generate(EverythingSource));

    [Theory]
    [InlineData("[BpfObject] partial class Views { [BpfView] int Show(SeqFile f, CsBpf.Kernel.Task task) => 0; }")]
    [InlineData("namespace A.B { [BpfObject] public sealed partial class Views { [Syscall] public static int Run() => 0; } }")]
    [InlineData("[BpfObject] public partial class @class { public int @int; [Syscall] int @return() => @int; }")]
    [InlineData("[BpfObject] public partial class Empty;")]
    public void Class_OfAnyShape_Compiles(string source) => GeneratedClass.Generate(source);

    [Fact]
    public void Global_OfAHiddenType_IsLeftOut()
    {
        string source = GeneratedClass.Generate(
            """
            [BpfObject]
            public partial class Views
            {
                private struct Hidden { public int X; }
                internal struct Seen { public int X; }

                private Hidden _hidden;
                private Seen _seen;

                [Syscall]
                int Run() => _hidden.X + _seen.X;
            }
            """);

        Assert.DoesNotContain("_hidden", source, StringComparison.Ordinal);
        Assert.Contains("internal ref global::Views.Seen _seen", source, StringComparison.Ordinal);
    }

    [Fact]
    public void Class_WithUnfinishedBodies_HasTheSameSkeleton()
    {
        const string declarations = "[BpfObject] public partial class Views { [Syscall] int Run() => BODY; }";

        Assert.Equal(
            GeneratedClass.GenerateUnchecked(declarations.Replace("BODY", "1")),
            GeneratedClass.GenerateUnchecked(declarations.Replace("BODY", "nothing.")));
    }

    /// <summary>The members of the generated half do what they say: the class is compiled with its object, and used.</summary>
    [RequiresBpfFact(Kernel = "5.14")]
    public void Class_WithItsObject_ReachesMapsAndGlobalsInTheKernel()
    {
        string report = GeneratedClass.Run(
            EverythingSource,
            """
            public static class User
            {
                public static string Run()
                {
                    var opened = Samples.Everything.Open();
                    opened._limit = 5;
                    opened.Mode = Samples.Mode.On;
                    opened.Total = 40;
                    using var everything = opened.Load();
                    var globals = everything.Globals;

                    int result = everything.Programs.Count.Run();
                    globals.Position.Y++;
                    everything.Programs.Count.Run();
                    everything.Hits[7]++;

                    return $"result={result} limit={globals._limit} mode={globals.Mode} total={globals.Total} flag={globals.Flag} "
                        + $"position={globals.Position.X},{globals.Position.Y} origin={globals.Origin.X},{globals.Origin.Y} "
                        + $"hits={everything.Hits[7]} shared={Samples.Everything.Shared[0]}";
                }
            }
            """);

        Assert.Equal("result=45 limit=5 mode=Off total=50 flag=True position=10,21 origin=3,4 hits=3 shared=2", report);
    }
}
