using System.Globalization;
using CsBpf.Object.Instructions;
using CsBpf.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CsBpf.Compiler.Tests.Diagnostics;

/// <summary>Whatever C# it is given, the compiler says what is wrong with it and where, or makes an object; it never breaks down.</summary>
public class TokenMutationTests
{
    private const int Mutations = 400;
    private const int MostFailures = 10;
    private const string FileName = "Mutated.bpf.cs";

    private static readonly BpfIsa[] Levels = Enum.GetValues<BpfIsa>();

    // More than a test run has time for, on request.
    private static int Count => Setting("CSBPF_MUTATIONS") ?? Mutations;

    private static int FirstSeed => Setting("CSBPF_MUTATION_SEED") ?? 1;

    [Fact]
    public void Compile_OfMutatedSources_SaysWhatIsWrongOrMakesAnObject()
    {
        var mutator = new TokenMutator(Sources());
        var failures = new List<string>();
        (int objects, int refused) = (0, 0);
        for (int seed = FirstSeed; seed < FirstSeed + Count && failures.Count < MostFailures; seed++)
        {
            string source = mutator.Mutate(seed);
            if (Problem(source, Levels[seed % Levels.Length], out BpfCompilation? compiled) is { } problem)
                failures.Add($"seed {seed}: {problem}\n{source}\n");
            objects += compiled is { HasErrors: false, Objects.IsEmpty: false } ? 1 : 0;
            refused += compiled?.Diagnostics.Any(IsOurs) ?? false ? 1 : 0;
        }

        Assert.True(failures.Count == 0, string.Join('\n', failures));
        // Of sources that are no C# at all nothing would be learned.
        Assert.True(objects > Count / 10, $"{objects} of {Count} sources compile.");
        Assert.True(refused > Count / 20, $"{refused} of {Count} sources are outside of the language.");
    }

    private static int? Setting(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out int number) ? number : null;

    private static IEnumerable<string> Sources() =>
    [
        .. Construct.All(typeof(TokenMutationTests).Assembly).Select(construct => construct.Source),
        .. Directory.GetFiles(DiagnosticPage.Samples, "*.bpf.cs", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal).Select(File.ReadAllText),
        .. DiagnosticPage.All.Values.OrderBy(page => page.Id, StringComparer.Ordinal)
            .SelectMany(page => (string[])[page.Before, page.After]).Where(source => source.Length < 10_000),
    ];

    private static string? Problem(string source, BpfIsa isa, out BpfCompilation? compiled)
    {
        CSharpCompilation compilation = BpfSource.Parse(source, FileName);
        compiled = null;
        try
        {
            compiled = BpfCompiler.Compile(compilation, new BpfCompilerOptions { Isa = isa });
            foreach (CompiledObject @object in compiled.Objects)
                BpfObjectSpec.Read(@object.Bytes.AsMemory(), @object.Name);
        }
        catch (Exception exception)
        {
            return BreaksTheCSharpCompiler(compilation) ? null : exception.ToString();
        }

        if (compiled.Diagnostics.FirstOrDefault(diagnostic => !IsPlaced(diagnostic, compilation)) is { } unplaced)
            return $"no place in the source: {unplaced}";
        bool isDone = compiled.HasErrors || !compiled.Objects.IsEmpty
            || compilation.GetDiagnostics().Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        return isDone || !source.Contains("BpfObject", StringComparison.Ordinal) ? null : "neither an error nor an object";
    }

    private static bool BreaksTheCSharpCompiler(CSharpCompilation compilation)
    {
        try
        {
            compilation.GetDiagnostics();
            return false;
        }
        catch (Exception)
        {
            return true;
        }
    }

    private static bool IsOurs(Diagnostic diagnostic) => diagnostic.Id.StartsWith("CSBPF", StringComparison.Ordinal);

    private static bool IsPlaced(Diagnostic diagnostic, CSharpCompilation compilation) =>
        diagnostic.Location.GetLineSpan() is { IsValid: true } span
        && span.Path == FileName
        && span.EndLinePosition.Line < compilation.SyntaxTrees[0].GetText().Lines.Count;
}
