using Microsoft.CodeAnalysis;

namespace CsBpf.Compiler.Diagnostics;

/// <summary>The diagnostics of one area: they share a category and a hundred of numbers.</summary>
/// <param name="category">The area, for people.</param>
/// <param name="hundred">The first number.</param>
internal sealed class DescriptorGroup(string category, int hundred)
{
    private readonly List<DiagnosticDescriptor> _descriptors = [];

    /// <summary>All that were added, by number.</summary>
    public IReadOnlyList<DiagnosticDescriptor> Descriptors => [.. _descriptors.OrderBy(descriptor => descriptor.Id, StringComparer.Ordinal)];

    /// <summary>Adds a diagnostic.</summary>
    /// <param name="number">The number within the hundred.</param>
    /// <param name="title">What it is about, in a few words.</param>
    /// <param name="message">What; why; what to write instead.</param>
    /// <param name="severity">A warning follows the project's settings; an error stays one, for there is no code to go on with.</param>
    public DiagnosticDescriptor Add(int number, string title, string message, DiagnosticSeverity severity = DiagnosticSeverity.Error)
    {
        string id = $"CSBPF{hundred + number:0000}";
        var descriptor = new DiagnosticDescriptor(
            id,
            title,
            message,
            $"CsBpf.{category}",
            severity,
            isEnabledByDefault: true,
            helpLinkUri: $"docs/diagnostics/{id}.md",
            customTags: severity == DiagnosticSeverity.Error ? [WellKnownDiagnosticTags.NotConfigurable] : []);
        _descriptors.Add(descriptor);
        return descriptor;
    }
}
