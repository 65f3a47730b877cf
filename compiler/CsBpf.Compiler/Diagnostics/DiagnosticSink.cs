using Microsoft.CodeAnalysis;

namespace CsBpf.Compiler.Diagnostics;

/// <summary>Takes what the compiler has to say, each thing at a place once.</summary>
internal sealed class DiagnosticSink
{
    private readonly List<Diagnostic> _diagnostics = [];
    private readonly HashSet<(string Id, Location Location)> _seen = [];

    /// <summary>What was said, in the order of its discovery.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics => _diagnostics;

    /// <summary>True where something makes an object impossible.</summary>
    public bool HasErrors { get; private set; }

    /// <summary>Says something about a place.</summary>
    public void Report(DiagnosticDescriptor descriptor, Location? location, params object?[] arguments) =>
        Report(Diagnostic.Create(descriptor, location ?? Location.None, arguments));

    /// <summary>Passes on a diagnostic, of the C# compiler for instance.</summary>
    public void Report(Diagnostic diagnostic)
    {
        if (!_seen.Add((diagnostic.Id, diagnostic.Location)))
            return;
        HasErrors |= diagnostic.Severity == DiagnosticSeverity.Error;
        _diagnostics.Add(diagnostic);
    }

    /// <summary>Passes on all that another one took.</summary>
    public void ReportAll(DiagnosticSink other)
    {
        foreach (Diagnostic diagnostic in other.Diagnostics)
            Report(diagnostic);
    }
}
