using System.Collections.Immutable;
using CsBpf.Object.Instructions;
using CsBpf.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CsBpf.Compiler.Tests.Mutations;

/// <summary>A source that was changed by chance, and what the compiler, the readers of objects and the verifier make of it.</summary>
/// <param name="source">The source.</param>
/// <param name="isa">The instructions that may be used.</param>
internal sealed class Mutant(string source, BpfIsa isa)
{
    private const string FileName = "Mutated.bpf.cs";
    private const int LogLines = 25;

    /// <summary>A kernel that counts the rounds of any loop: on older ones the verifier may see no end of it.</summary>
    private static readonly BpfCompilerOptions Options = new() { TargetKernel = new Version(6, 12) };

    // What the promise leaves out: what is too complex, and what the kernel lacks.
    private static readonly string[] VerifierLimits = ["too large", "too complex", "combined stack size", "this kernel has no"];

    private readonly CSharpCompilation _compilation = BpfSource.Parse(source, FileName);

    /// <summary>True where there are objects.</summary>
    public bool IsCompiled { get; private set; }

    /// <summary>True where it is outside of the language.</summary>
    public bool IsRefused { get; private set; }

    /// <summary>What must not be; null where all is well.</summary>
    /// <param name="canLoad">True to ask bpftool and the verifier as well.</param>
    public string? FindProblem(bool canLoad)
    {
        try
        {
            BpfCompilation compiled = BpfCompiler.Compile(_compilation, Options with { Isa = isa });
            IsCompiled = compiled is { HasErrors: false, Objects.IsEmpty: false };
            IsRefused = compiled.Diagnostics.Any(diagnostic => diagnostic.Id.StartsWith("CSBPF", StringComparison.Ordinal));
            bool isDone = IsCompiled || compiled.HasErrors || !source.Contains("[BpfObject", StringComparison.Ordinal) || HasErrors();
            return FindProblem(compiled.Diagnostics)
                ?? compiled.Objects.Select(made => FindProblem(made, canLoad)).OfType<string>().FirstOrDefault()
                ?? (isDone ? null : "neither an error nor an object");
        }
        catch (Exception exception)
        {
            return BreaksTheCSharpCompiler() ? null : exception.ToString();
        }
    }

    private static string? FindProblem(CompiledObject made, bool canLoad)
    {
        BpfObjectSpec spec = BpfObjectSpec.Read(made.Bytes.AsMemory(), made.Name);
        if (!canLoad)
            return null;
        using var directory = new TemporaryDirectory();
        string file = directory.Write($"{made.Name}.bpf.o", made.Bytes.AsSpan().ToArray());
        CommandResult parsed = Command.Run("bpftool", "gen", "skeleton", file);
        return parsed.ExitCode == 0 ? FindRefusal(spec) : $"bpftool: {parsed.Error}";
    }

    /// <summary>What the verifier says; what the kernel lacks is no matter of the compiler.</summary>
    private static string? FindRefusal(BpfObjectSpec spec)
    {
        try
        {
            return VerificationReport.Create(spec).Programs
                .Where(program => !program.Succeeded && program.Log.Length > 0)
                .Where(program => !Array.Exists(VerifierLimits, limit => program.Error!.Contains(limit, StringComparison.Ordinal)))
                .Select(program => $"the verifier, of {program.Name}: {program.Error}\n{LastLines(program.Log)}")
                .FirstOrDefault();
        }
        catch (BpfException exception)
        {
            return $"the kernel: {exception.Message}";
        }
    }

    private static string LastLines(string log) => string.Join('\n', log.Split('\n').TakeLast(LogLines));

    private string? FindProblem(ImmutableArray<Diagnostic> diagnostics) =>
        diagnostics.FirstOrDefault(diagnostic => !IsPlaced(diagnostic)) is { } unplaced ? $"no place in the source: {unplaced}" : null;

    private bool IsPlaced(Diagnostic diagnostic) =>
        diagnostic.Location.GetLineSpan() is { IsValid: true } span
        && span.Path == FileName
        && span.EndLinePosition.Line < _compilation.SyntaxTrees[0].GetText().Lines.Count;

    private bool HasErrors() => _compilation.GetDiagnostics().Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);

    private bool BreaksTheCSharpCompiler()
    {
        try
        {
            _compilation.GetDiagnostics();
            return false;
        }
        catch (Exception)
        {
            return true;
        }
    }
}
