using Microsoft.Build.Utilities;
using Microsoft.CodeAnalysis;

namespace CsBpf.Build;

/// <summary>Writes the compiler's diagnostics as MSBuild and editors expect them: <c>file(line,column): error CSBPF0123: …</c>.</summary>
internal static class DiagnosticLog
{
    /// <summary>Writes the diagnostics, in the order of their places.</summary>
    /// <param name="log">The log of the task.</param>
    /// <param name="diagnostics">The diagnostics.</param>
    public static void Write(TaskLoggingHelper log, IEnumerable<Diagnostic> diagnostics)
    {
        var visible = diagnostics.Where(diagnostic => !diagnostic.IsSuppressed && diagnostic.Severity >= DiagnosticSeverity.Info);
        foreach (var diagnostic in visible.OrderBy(PathOf, StringComparer.Ordinal).ThenBy(diagnostic => diagnostic.Location.SourceSpan))
            Write(log, diagnostic);
    }

    private static void Write(TaskLoggingHelper log, Diagnostic diagnostic)
    {
        var place = diagnostic.Location.GetMappedLineSpan();
        var (start, end) = diagnostic.Location == Location.None
            ? (default, default)
            : ((Line: place.StartLinePosition.Line + 1, Column: place.StartLinePosition.Character + 1),
                (Line: place.EndLinePosition.Line + 1, Column: place.EndLinePosition.Character + 1));
        string? help = diagnostic.Descriptor.HelpLinkUri is { Length: > 0 } link ? link : null;
        string message = diagnostic.GetMessage();
        switch (diagnostic.Severity)
        {
            case DiagnosticSeverity.Error:
                log.LogError(null, diagnostic.Id, null, help, place.Path, start.Line, start.Column, end.Line, end.Column, message);
                break;
            case DiagnosticSeverity.Warning:
                log.LogWarning(null, diagnostic.Id, null, help, place.Path, start.Line, start.Column, end.Line, end.Column, message);
                break;
            default:
                log.LogMessage(null, diagnostic.Id, null, place.Path, start.Line, start.Column, end.Line, end.Column, Microsoft.Build.Framework.MessageImportance.Normal, message);
                break;
        }
    }

    private static string PathOf(Diagnostic diagnostic) => diagnostic.Location.GetMappedLineSpan().Path ?? "";
}
