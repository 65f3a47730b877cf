using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace CsBpf.Compiler.Diagnostics;

/// <summary>Takes what the compiler has to say, each thing at a place once, in the severity that the project gives it.</summary>
/// <param name="compilation">The project: its options, <c>.editorconfig</c> and <c>#pragma</c> decide as for warnings of C#.</param>
internal sealed class DiagnosticSink(Compilation compilation)
{
    private readonly List<Diagnostic> _diagnostics = [];
    private readonly HashSet<(string Id, Location Location)> _seen = [];
    private readonly HashSet<Location> _errors = [];

    /// <summary>What was said, in the order of its discovery.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics => _diagnostics;

    /// <summary>True where something makes an object impossible.</summary>
    public bool HasErrors { get; private set; }

    /// <summary>True where one of the places was said to be wrong.</summary>
    public bool HasErrorAt(IEnumerable<Location> places) => _errors.Overlaps(places);

    /// <summary>True where something in a part of a source was said to be wrong in this way.</summary>
    public bool HasErrorIn(SyntaxNode part, string id) => _diagnostics.Exists(diagnostic => diagnostic.Id == id
        && diagnostic.Severity == DiagnosticSeverity.Error && diagnostic.Location.SourceTree == part.SyntaxTree && part.Span.Contains(diagnostic.Location.SourceSpan));

    /// <summary>Says something about a place.</summary>
    public void Report(DiagnosticDescriptor descriptor, Location? location, params object?[] arguments) =>
        Report(Diagnostic.Create(descriptor, location ?? Location.None, arguments));

    /// <summary>Passes on a diagnostic, of the C# compiler for instance.</summary>
    public void Report(Diagnostic diagnostic)
    {
        if (!_seen.Add((diagnostic.Id, diagnostic.Location)))
            return;
        foreach (Diagnostic effective in CompilationWithAnalyzers.GetEffectiveDiagnostics([diagnostic], compilation))
        {
            if (effective.IsSuppressed)
                continue;
            if (effective.Severity == DiagnosticSeverity.Error)
            {
                HasErrors = true;
                _errors.Add(effective.Location);
            }

            _diagnostics.Add(effective);
        }
    }

    /// <summary>Passes on all that another one took.</summary>
    public void ReportAll(DiagnosticSink other)
    {
        foreach (Diagnostic diagnostic in other.Diagnostics)
            Report(diagnostic);
    }
}
