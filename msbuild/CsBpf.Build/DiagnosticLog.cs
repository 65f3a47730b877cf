using Microsoft.Build.Framework;
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
        // No end of the place: the C# compiler leaves it out of its lines as well.
        var (line, column) = place.IsValid ? (place.StartLinePosition.Line + 1, place.StartLinePosition.Character + 1) : (0, 0);
        string message = diagnostic.GetMessage();
        switch (diagnostic.Severity)
        {
            case DiagnosticSeverity.Error:
                log.LogError(null, diagnostic.Id, null, diagnostic.Descriptor.HelpLinkUri, place.Path, line, column, 0, 0, message);
                break;
            case DiagnosticSeverity.Warning:
                log.LogWarning(null, diagnostic.Id, null, diagnostic.Descriptor.HelpLinkUri, place.Path, line, column, 0, 0, message);
                break;
            default:
                log.LogMessage(null, diagnostic.Id, null, place.Path, line, column, 0, 0, MessageImportance.Normal, message);
                break;
        }
    }

    private static string PathOf(Diagnostic diagnostic) => diagnostic.Location.GetMappedLineSpan().Path ?? "";
}
