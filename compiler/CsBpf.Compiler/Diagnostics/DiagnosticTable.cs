using Microsoft.CodeAnalysis;

namespace CsBpf.Compiler.Diagnostics;

/// <summary>Every diagnostic of the compiler, by id.</summary>
internal static class DiagnosticTable
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<DiagnosticDescriptor> All { get; } =
    [
        .. LanguageDiagnostics.All,
        .. TypeDiagnostics.All,
        .. KernelDiagnostics.All,
        .. MapDiagnostics.All,
        .. FormatDiagnostics.All,
        .. ProgramDiagnostics.All,
        .. MachineDiagnostics.All,
    ];
}
