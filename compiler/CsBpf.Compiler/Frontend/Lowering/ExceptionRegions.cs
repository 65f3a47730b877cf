using CsBpf.Compiler.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CsBpf.Compiler.Frontend.Lowering;

/// <summary>Says which statement made a region with a handler: several write none.</summary>
internal static class ExceptionRegions
{
    /// <summary>Reports the innermost statement around an operation that catches, finalizes or enumerates.</summary>
    public static void Report(MethodLowering method, IOperation operation)
    {
        foreach (SyntaxNode node in operation.Syntax.AncestorsAndSelf())
        {
            switch (node)
            {
                case CommonForEachStatementSyntax loop:
                    ITypeSymbol? type = method.Context.Compilation.GetSemanticModel(loop.SyntaxTree).GetTypeInfo(loop.Expression).Type;
                    method.Context.Sink.Report(
                        LanguageDiagnostics.Foreach, loop.Expression.GetLocation(), type?.ToDisplayString() ?? loop.Expression.ToString());
                    return;
                case TryStatementSyntax or UsingStatementSyntax or LockStatementSyntax or LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 }:
                    SyntaxToken keyword = node.GetFirstToken();
                    method.Context.Sink.Report(LanguageDiagnostics.ExceptionHandling, keyword.GetLocation(), SyntaxFacts.GetText(keyword.Kind()));
                    return;
            }
        }

        method.Report(LanguageDiagnostics.ExceptionHandling, operation, "try");
    }
}
