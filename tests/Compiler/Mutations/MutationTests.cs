using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using CsBpf.Compiler.Tests.Diagnostics;
using CsBpf.Object.Instructions;
using CsBpf.Testing;
using Xunit.Abstractions;

namespace CsBpf.Compiler.Tests.Mutations;

/// <summary>
/// Whatever C# it is given, the compiler says what is wrong with it and where, or makes an object that loads; it never breaks down.
/// <c>CSBPF_MUTATION_SEED</c> is the first source's seed, <c>CSBPF_MUTATION_SECONDS</c> how long to go on.
/// </summary>
public class MutationTests(ITestOutputHelper output)
{
    private const int Mutations = 500;
    private const int MostFailures = 20;

    private static readonly BpfIsa[] Levels = Enum.GetValues<BpfIsa>();

    [Fact]
    public void Compile_OfMutatedSources_SaysWhatIsWrongOrMakesAnObject() => Run(first: 1, canLoad: false);

    [RequiresBpfFact("bpftool", Kernel = "6.12")]
    public void Load_OfMutatedSources_IsAccepted() => Run(first: 100_000, canLoad: true);

    private static int Setting(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out int number) ? number : otherwise;

    private static IEnumerable<string> Sources() =>
    [
        .. Construct.All(typeof(MutationTests).Assembly).Select(construct => construct.Source),
        .. Directory.GetFiles(DiagnosticPage.Samples, "*.bpf.cs", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal).Select(File.ReadAllText),
        .. DiagnosticPage.All.Values.OrderBy(page => page.Id, StringComparer.Ordinal)
            .SelectMany(page => (string[])[page.Before, page.After]).Where(source => source.Length < 10_000),
    ];

    private static IEnumerable<int> Seeds(int first, Func<int, bool> isToGoOn)
    {
        for (int seed = first; isToGoOn(seed); seed++)
            yield return seed;
    }

    private void Run(int first, bool canLoad)
    {
        first = Setting("CSBPF_MUTATION_SEED", first);
        var time = Stopwatch.StartNew();
        TimeSpan limit = TimeSpan.FromSeconds(Setting("CSBPF_MUTATION_SECONDS", 0));
        var mutator = new SourceMutator(Sources());
        var failures = new ConcurrentBag<(int Seed, string Text)>();
        (int tried, int compiled, int refused) = (0, 0, 0);
        bool IsInTime(int seed) => limit == TimeSpan.Zero ? seed < first + Mutations : time.Elapsed < limit;
        bool IsToGoOn(int seed) => failures.Count < MostFailures && IsInTime(seed);

        Parallel.ForEach(Seeds(first, IsToGoOn), new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, seed =>
        {
            string source = mutator.Mutate(seed);
            var mutant = new Mutant(source, Levels[seed % Levels.Length]);
            if (mutant.FindProblem(canLoad) is { } problem)
                failures.Add((seed, $"seed {seed}: {problem}\n{source}\n"));
            Interlocked.Increment(ref tried);
            Interlocked.Add(ref compiled, mutant.IsCompiled ? 1 : 0);
            Interlocked.Add(ref refused, mutant.IsRefused ? 1 : 0);
        });

        output.WriteLine($"{tried} sources: {compiled} compiled, {refused} were outside of the language, "
            + $"{tried / time.Elapsed.TotalMinutes:0} a minute.");
        Assert.True(failures.IsEmpty, string.Join('\n', failures.OrderBy(failure => failure.Seed).Select(failure => failure.Text)));
        // Of sources that are no C# at all nothing would be learned.
        Assert.True(compiled > tried / 10, $"{compiled} of {tried} sources compile.");
        Assert.True(refused > tried / 50, $"{refused} of {tried} sources are outside of the language.");
    }
}
