using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace CsBpf.Compiler.Frontend.Binding;

/// <summary>
/// A compilation binds the bodies of methods once to find their errors, and again for who asks what is in them; but not where analyzers look
/// at it, of which this is one that doesn't.
/// </summary>
#pragma warning disable RS1001, RS1025, RS1026, RS1036 // Nobody else runs it.
internal sealed class SharedBodies : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [];

    /// <summary>The same compilation, which keeps the bodies.</summary>
    public static CSharpCompilation In(CSharpCompilation compilation) =>
        (CSharpCompilation)compilation.WithAnalyzers([new SharedBodies()], options: null).Compilation;

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
    }
}
