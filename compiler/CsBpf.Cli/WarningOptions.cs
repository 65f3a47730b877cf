using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CsBpf.Cli;

/// <summary>What becomes of warnings, as <c>csc</c> is told it.</summary>
/// <param name="Suppressed">The ids of those that are not printed.</param>
/// <param name="Errors">The ids of those that are errors; empty for all, null for none.</param>
internal sealed record WarningOptions(ImmutableArray<string> Suppressed, ImmutableArray<string>? Errors)
{
    private static readonly char[] Separators = [',', ';', ' '];

    /// <summary>Reads the values of <c>--nowarn</c> and <c>--warnaserror</c>.</summary>
    public static WarningOptions Parse(IEnumerable<string> suppressed, string? errors) =>
        new(Ids(suppressed), errors is null ? null : Ids([errors]));

    /// <summary>The options of a compilation with these; what is not printed is no error either.</summary>
    public CSharpCompilationOptions Apply(CSharpCompilationOptions options)
    {
        Dictionary<string, ReportDiagnostic> specific = (Errors ?? []).ToDictionary(id => id, _ => ReportDiagnostic.Error);
        foreach (string id in Suppressed)
            specific[id] = ReportDiagnostic.Suppress;
        return options
            .WithSpecificDiagnosticOptions(specific)
            .WithGeneralDiagnosticOption(Errors is [] ? ReportDiagnostic.Error : ReportDiagnostic.Default);
    }

    // A number alone is one of the C# compiler's.
    private static ImmutableArray<string> Ids(IEnumerable<string> values) =>
    [
        .. values.SelectMany(value => value.Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .Select(id => int.TryParse(id, out int number) ? $"CS{number:0000}" : id.ToUpperInvariant()).Distinct(),
    ];
}
