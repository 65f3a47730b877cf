using CsBpf.Compiler.Diagnostics;
using CsBpf.Compiler.Frontend.Binding;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace CsBpf.Compiler.Frontend.Lowering;

/// <summary>Refuses the statements that C# makes protected regions of for what does not exist in the kernel.</summary>
internal static class ExceptionRegions
{
    /// <summary>Checks the statements of a body.</summary>
    /// <returns>False where something was said.</returns>
    public static bool Check(MethodLowering method, ControlFlowGraph graph)
    {
        SyntaxNode body = graph.OriginalOperation.Syntax;
        bool isValid = true;
        foreach (SyntaxNode node in body.DescendantNodes(node => node == body || node is not (LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax)))
        {
            switch (node)
            {
                case CatchClauseSyntax handler:
                    Refuse(LanguageDiagnostics.ExceptionHandling, handler.CatchKeyword.GetLocation());
                    break;
                case LockStatementSyntax statement:
                    Refuse(LanguageDiagnostics.Lock, statement.LockKeyword.GetLocation());
                    break;
                case CommonForEachStatementSyntax loop:
                    SemanticModel model = method.Context.Compilation.ModelOf(loop);
                    ITypeSymbol? collection = model.GetTypeInfo(loop.Expression).Type;
                    if (model.GetForEachStatementInfo(loop).GetEnumeratorMethod is { ReturnType.IsReferenceType: true } && !EnumerationLowering.IsEnumerable(collection))
                        Refuse(LanguageDiagnostics.Foreach, loop.Expression.GetLocation(), collection?.ToDisplayString(), Alternatives.OfEnumerator(collection, collection.GetMapType() is not null));
                    break;
            }
        }

        return isValid;

        void Refuse(DiagnosticDescriptor descriptor, Location location, params object?[] arguments)
        {
            method.Context.Sink.Report(descriptor, location, arguments);
            isValid = false;
        }
    }
}
