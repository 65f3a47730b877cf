using Microsoft.CodeAnalysis;

namespace CsBpf.Cli;

/// <summary>A diagnostic as compilers print it and editors read it.</summary>
internal static class DiagnosticText
{
    /// <summary>One line: <c>file(line,column): error CSBPF0123: …</c>.</summary>
    public static string Of(Diagnostic diagnostic)
    {
        var place = diagnostic.Location.GetMappedLineSpan();
        string start = place.IsValid ? $"{place.Path}({place.StartLinePosition.Line + 1},{place.StartLinePosition.Character + 1})" : "csbpf";
        return $"{start}: {diagnostic.Severity.ToString().ToLowerInvariant()} {diagnostic.Id}: {diagnostic.GetMessage()}";
    }
}
