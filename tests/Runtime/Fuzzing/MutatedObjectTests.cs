using System.Diagnostics;
using System.Globalization;
using CsBpf.Object;
using CsBpf.Testing;
using Xunit.Abstractions;

namespace CsBpf.Runtime.Tests.Fuzzing;

/// <summary>
/// Whatever the bytes are: the object is loaded, or there is a typed error; never a crash, a hang, or a descriptor that stays open.
/// </summary>
[Collection(KernelStateCollection.Name)]
public sealed class MutatedObjectTests(ITestOutputHelper output)
{
    /// <summary>What a run has time for that is not asked to take longer.</summary>
    private const int UsualCount = 400;

    /// <summary>A map of more is not made: it is the machine's memory.</summary>
    private const ulong MaxMapSize = 1 << 22;

    private static readonly TimeSpan TooLong = TimeSpan.FromSeconds(30);

    [RequiresBpfFact(Clang.Tool, "bpftool", Kernel = "6.1")]
    public void Load_OfMutatedObjects_IsLoadedOrATypedError()
    {
        var corpus = ReadCorpus().Select(entry => (entry.Name, Mutator: new ObjectMutator(entry.Bytes))).ToList();
        int first = Setting("CSBPF_FUZZ_SEED") ?? 1;
        var duration = Setting("CSBPF_FUZZ_SECONDS") is { } seconds ? TimeSpan.FromSeconds(seconds) : (TimeSpan?)null;
        var watch = Stopwatch.StartNew();
        var outcomes = new Dictionary<string, int>();
        int seed = first;
        for (; duration is { } limit ? watch.Elapsed < limit : seed < first + UsualCount; seed++)
        {
            var random = new Random(seed);
            var (name, mutator) = corpus[random.Next(corpus.Count)];
            string outcome = Try(mutator.Mutate(random), $"seed {seed}, {name}");
            outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
        }

        var counts = outcomes.OrderBy(entry => entry.Key).Select(entry => $"{entry.Value} {entry.Key}");
        output.WriteLine($"{seed - first} objects: {string.Join(", ", counts)}");
    }

    private static string Try(byte[] bytes, string description)
    {
        var watch = Stopwatch.StartNew();
        using var descriptors = new DescriptorCheck();
        string outcome;
        try
        {
            outcome = Load(BpfObjectSpec.Read(bytes));
        }
        catch (ObjectFormatException)
        {
            outcome = "no objects";
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"{description}: {exception.Message}", exception);
        }

        Assert.True(watch.Elapsed < TooLong, $"{description}: took {watch.Elapsed}");
        return outcome;
    }

    private static string Load(BpfObjectSpec spec)
    {
        if (spec.Maps.Any(map => Size(map) > MaxMapSize || (map.InnerMap is { } inner && Size(inner) > MaxMapSize)))
            return "with large maps";
        foreach (var map in spec.Maps)
            map.IsPinnedByName = false;

        var options = new BpfLoadOptions { RefusalLog = VerifierLogDetail.Statistics };
        bool isTaken = VerificationReport.Create(spec, options).Succeeded;
        try
        {
            LoadedObject.Load(spec, options).Dispose();
            return "loaded";
        }
        catch (Exception exception) when (exception is BpfException or ObjectFormatException)
        {
            return isTaken ? "verified and not loaded" : "refused";
        }
    }

    private static ulong Size(MapSpec map) => ((ulong)map.KeySize + map.ValueSize + 64) * Math.Max(map.MaxEntries, 1);

    /// <summary>An object with something of everything; in a run that was asked to take longer, the kernel's self-tests as well.</summary>
    private static IEnumerable<(string Name, byte[] Bytes)> ReadCorpus()
    {
        string source = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fuzzing", "corpus.bpf.c"));
        yield return ("corpus.bpf.c", Clang.Compile(source));
        if (Setting("CSBPF_FUZZ_SECONDS") is null || Environment.GetEnvironmentVariable("CSBPF_SELFTESTS") is not { Length: > 0 } directory)
            yield break;
        foreach (string path in Directory.GetFiles(Path.Combine(directory, "objects"), "*.bpf.o").Order(StringComparer.Ordinal))
        {
            if (new FileInfo(path).Length < 1 << 19)
                yield return (Path.GetFileName(path), File.ReadAllBytes(path));
        }
    }

    private static int? Setting(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out int value) ? value : null;
}
