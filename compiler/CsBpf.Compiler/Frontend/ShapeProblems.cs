using CsBpf.Compiler.Diagnostics;
using CsBpf.Compiler.Frontend.Types;
using Microsoft.CodeAnalysis;

namespace CsBpf.Compiler.Frontend;

/// <summary>What is wrong where something that is no value is used as one.</summary>
internal static class ShapeProblems
{
    /// <summary>The diagnostic, which takes no arguments.</summary>
    public static DiagnosticDescriptor AsValue(ShapeKind kind) => kind switch
    {
        ShapeKind.Map => MapDiagnostics.MapValue,
        ShapeKind.KernelArray => KernelDiagnostics.ArrayValue,
        ShapeKind.FormatText => FormatDiagnostics.NotInPlace,
        _ => TypeDiagnostics.RuntimeString,
    };
}
