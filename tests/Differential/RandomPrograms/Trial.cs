using System.Globalization;
using System.Runtime.Loader;
using System.Text.RegularExpressions;
using CsBpf.Compiler;
using CsBpf.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CsBpf.Differential.Tests.RandomPrograms;

/// <summary>Tries the programs of a random class on both sides.</summary>
/// <param name="target">What they are compiled for.</param>
/// <param name="inputs">How often each program is run.</param>
/// <param name="seed">The same gives the same inputs.</param>
internal sealed partial class Trial(RandomTarget target, int inputs, int seed)
{
    private const string ClassName = "Random";
    private const string ProgramPrefix = "Run";

    // A method that needs more stack than there is, or is longer than a jump reaches.
    private static readonly string[] Limits = ["CSBPF0601", "CSBPF0602", "CSBPF0603"];

    private static readonly string[] VerifierLimits = ["too large", "too complex", "combined stack size"];

    // Of what is too large, the whole log takes seconds, and so does asking again for its last words.
    private static readonly BpfLoadOptions WordsOfRefusals =
        new() { Log = VerifierLogDetail.Statistics, RefusalLog = VerifierLogDetail.Statistics };

    /// <summary>True to compare globals and maps after each run, which is slow.</summary>
    public bool ComparesState { get; init; }

    /// <summary>Tries all programs of a source. The verifier sees them first: what it takes ends on the CLR as well.</summary>
    public IReadOnlyList<Outcome> Run(string source)
    {
        CSharpCompilation compilation = BpfSource.Parse(source, "Random.bpf.cs");
        string[] programs = [.. ProgramsOf(compilation.SyntaxTrees.Single())];
        if (Compile(compilation, out ReadOnlySpan<byte> bytes) is { Count: > 0 } failures)
        {
            // Those that are too large go, the others are tried without them.
            Dictionary<string, Outcome> refused = failures.Where(failure => failure.Program.Length > 0)
                .DistinctBy(failure => failure.Program)
                .ToDictionary(failure => failure.Program);
            return refused.Count == 0
                ? [.. programs.Select(program => failures[0] with { Program = program })]
                : [.. refused.Values, .. refused.Count == programs.Length ? [] : Run(Without(source, refused.ContainsKey))];
        }

        var outcomes = new List<Outcome>();
        BpfObjectSpec spec = BpfObjectSpec.Read(bytes.ToArray(), ClassName);
        if (Load(spec, outcomes) is not { } kernel)
            return outcomes;
        using var both = new RandomObject(ClrClass(compilation), kernel);
        foreach (string program in programs.Except(outcomes.Select(outcome => outcome.Program)).ToList())
        {
            outcomes.Add(both.Compare(program, inputs, seed, ComparesState) is { } difference
                ? new Outcome(program, Verdict.Differs, "the sides differ", difference)
                : new Outcome(program, Verdict.Agrees));
        }

        return outcomes;
    }

    /// <summary>The class with one of its programs alone.</summary>
    public static string Only(string source, string program) => Without(source, other => other != program);

    private static string Without(string source, Func<string, bool> isToGo)
    {
        SyntaxNode root = BpfSource.ParseTree(source, "").GetRoot();
        var nodes = ProgramNodes(root).Where(node => isToGo(node.Identifier.Text));
        return root.RemoveNodes(nodes, SyntaxRemoveOptions.KeepNoTrivia)!.ToFullString();
    }

    private static IEnumerable<string> ProgramsOf(SyntaxTree tree) => ProgramNodes(tree.GetRoot()).Select(node => node.Identifier.Text);

    private static IEnumerable<MethodDeclarationSyntax> ProgramNodes(SyntaxNode root) =>
        root.DescendantNodes().OfType<MethodDeclarationSyntax>().Where(IsProgram);

    private static bool IsProgram(MethodDeclarationSyntax method) =>
        method.Identifier.Text.StartsWith(ProgramPrefix, StringComparison.Ordinal) && method.AttributeLists.Count > 0;

    /// <summary>Compiles the object; says why it can't be, of a program or of all.</summary>
    private IReadOnlyList<Outcome> Compile(CSharpCompilation compilation, out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        BpfCompilation compiled;
        try
        {
            compiled = BpfCompiler.Compile(compilation, new BpfCompilerOptions { Isa = target.Isa, TargetKernel = target.Kernel });
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            string where = exception.StackTrace?.Split('\n')[0].Trim() ?? "";
            string reason = $"the compiler breaks down: {exception.GetType().Name}: {where}";
            return [new Outcome("", Verdict.NotCompiled, reason, exception.ToString())];
        }

        Outcome[] failures = [.. compiled.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(Failure)];
        if (failures.Length == 0 && compiled.Objects.IsEmpty)
            return [new Outcome("", Verdict.NotCSharp, "there is no object")];
        if (failures.Length == 0)
            bytes = compiled.Objects.Single().Bytes.AsSpan();
        return failures;
    }

    /// <summary>An error, of the program that it names.</summary>
    private static Outcome Failure(Diagnostic error)
    {
        Verdict verdict = Limits.Contains(error.Id) ? Verdict.Skipped
            : error.Id.StartsWith("CSBPF", StringComparison.Ordinal) ? Verdict.NotCompiled
            : Verdict.NotCSharp;
        string message = error.GetMessage(CultureInfo.InvariantCulture);
        string program = ProgramName().Match(message).Groups["name"].Value;
        return new Outcome(program, verdict, $"{error.Id}: {error.Descriptor.Title}", error.ToString());
    }

    [GeneratedRegex($"'(?<name>{ProgramPrefix}[0-9]+)'")]
    private static partial Regex ProgramName();

    /// <summary>Loads the programs that the verifier takes; what becomes of the others is added to the outcomes.</summary>
    private static LoadedObject? Load(BpfObjectSpec spec, List<Outcome> outcomes)
    {
        while (spec.Programs.Any(program => program.AutoLoad))
        {
            try
            {
                return LoadedObject.Load(spec, WordsOfRefusals);
            }
            catch (VerifierException exception)
            {
                outcomes.Add(Refusal(spec, exception));
                spec.Program(exception.Program).AutoLoad = false;
            }
        }

        return null;
    }

    private static Outcome Refusal(BpfObjectSpec spec, VerifierException exception)
    {
        string message = exception.VerifierMessage;
        if (Array.Find(VerifierLimits, limit => message.Contains(limit, StringComparison.Ordinal)) is { } limit)
            return new Outcome(exception.Program, Verdict.Skipped, $"the verifier: {limit}");
        ProgramVerdict verdict = VerificationReport.Create(spec).Programs.First(program => program.Name == exception.Program);
        string details = $"{exception.Message}\n{LastLines(verdict.Log)}";
        return new Outcome(exception.Program, Verdict.Rejected, $"the verifier: {WithoutNumbers(message)}", details);
    }

    private static Type ClrClass(CSharpCompilation compilation)
    {
        using var assembly = new MemoryStream();
        Assert.True(compilation.Emit(assembly).Success);
        assembly.Position = 0;
        return new AssemblyLoadContext(null, isCollectible: true).LoadFromStream(assembly).GetType(ClassName, throwOnError: true)!;
    }

    private static string WithoutNumbers(string message) => string.Concat(message.Where(character => !char.IsDigit(character)));

    private static string LastLines(string log) => string.Join('\n', log.Split('\n').TakeLast(40));
}
