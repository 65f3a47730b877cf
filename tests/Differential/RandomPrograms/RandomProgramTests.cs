using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using CsBpf.Differential.Tests.RandomPrograms.Generation;
using CsBpf.Differential.Tests.RandomPrograms.Shrinking;
using CsBpf.Testing;
using Microsoft.CodeAnalysis;
using Xunit.Abstractions;

namespace CsBpf.Differential.Tests.RandomPrograms;

/// <summary>
/// Random C# answers in the kernel what it answers on the CLR. <c>CSBPF_RANDOM_SEED</c> is the first class's seed,
/// <c>CSBPF_RANDOM_SECONDS</c> how long to go on, <c>CSBPF_RANDOM_SHRUNK</c> how many failures to make smaller.
/// </summary>
public class RandomProgramTests(ITestOutputHelper output)
{
    private const int Programs = 32;
    private const int Inputs = 60;
    private const int Classes = 8;
    private const int FailuresShrunk = 3;

    private static readonly TimeSpan ShrinkingTime = TimeSpan.FromMinutes(1);

    [RequiresBpfFact(Kernel = "5.14")]
    public void Kernel_OnRandomPrograms_GivesTheOutcomesOfTheClr()
    {
        var report = new RunReport();
        TimeSpan limit = TimeSpan.FromSeconds(Setting("CSBPF_RANDOM_SECONDS", 0));
        int first = Setting("CSBPF_RANDOM_SEED", 1);
        bool IsToGoOn(int seed) => limit == TimeSpan.Zero ? seed < first + Classes : report.Elapsed < limit;

        // One class after the other: taken in larger lots they would leave a processor idle in the end.
        var seeds = Partitioner.Create(Seeds(first, IsToGoOn), EnumerablePartitionerOptions.NoBuffering);
        Parallel.ForEach(seeds, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, seed =>
        {
            report.Add(seed, new Trial(RandomTarget.Of(seed), Inputs, seed).Run(ProgramGenerator.Generate(seed, Programs)));
        });

        output.WriteLine(report.ToString());
        var shrunk = report.FailuresByKind.Take(Setting("CSBPF_RANDOM_SHRUNK", FailuresShrunk)).AsParallel().AsOrdered().Select(Shrunk);
        Assert.True(report.Failures.Count == 0, $"{report}\n\n{string.Join("\n\n", shrunk)}");
    }

    /// <summary>What is no C# would test nothing.</summary>
    [Fact]
    public void Generate_ManySeeds_GivesCSharp()
    {
        string[] errors =
        [
            .. Enumerable.Range(100, Classes).SelectMany(seed => BpfSource.Parse(ProgramGenerator.Generate(seed, Programs))
                .GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
                .Take(1)
                .Select(error => $"seed {seed}: {error.GetMessage(CultureInfo.InvariantCulture)} at '{Excerpt(error.Location)}'")),
        ];

        Assert.True(errors.Length == 0, string.Join('\n', errors));

        static string Excerpt(Location location) => location.SourceTree!.ToString() is var text
            ? text[Math.Max(0, location.SourceSpan.Start - 60)..Math.Min(text.Length, location.SourceSpan.End + 60)]
            : "";
    }

    /// <summary>Programs that fault at once, or that are all too large, would prove little.</summary>
    [Fact]
    public void Clr_OnRandomPrograms_MostlyGetsToTheEnd()
    {
        int[] results =
        [
            .. Enumerable.Range(0, 6).SelectMany(seed =>
            {
                Type type = CompiledClass.Load(ProgramGenerator.Generate(seed, Programs), "Random");
                return type.GetMethods().Where(method => method.IsDefined(typeof(SyscallAttribute)))
                    .Select(method => ClrConstruct.Create(type, method.Name))
                    .SelectMany(clr => ConstructInputs.Random(clr.Fields, clr.ArgumentsSize, Inputs, seed)
                        .Select(input => clr.Run(input).Result));
            }),
        ];

        Assert.InRange(results.Count(result => result is not (>= -200 and < -100)) / (double)results.Length, 0.5, 1);
    }

    /// <summary>The failing program alone, made as small as it gets.</summary>
    private static string Shrunk((int Seed, Outcome Outcome) failure)
    {
        (int seed, Outcome outcome) = failure;
        var target = RandomTarget.Of(seed);
        string source = ProgramGenerator.Generate(seed, Programs);
        var trial = new Trial(target, Inputs, seed) { ComparesState = true };
        Outcome? Try(string candidate) =>
            trial.Run(candidate).FirstOrDefault(other => other.Program == outcome.Program && other.IsLike(outcome));

        // State that other programs left may be needed.
        string alone = Trial.Only(source, outcome.Program);
        string shrunk = new Shrinker(candidate => Try(candidate) is not null, ShrinkingTime).Shrink(Try(alone) is null ? source : alone);
        return $"{outcome.Program} of seed {seed}, {target}: {outcome.Reason}\n{Try(shrunk)?.Details ?? outcome.Details}\n\n{shrunk}";
    }

    private static IEnumerable<int> Seeds(int first, Func<int, bool> isToGoOn)
    {
        for (int seed = first; isToGoOn(seed); seed++)
            yield return seed;
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), out int value) ? value : otherwise;
}
