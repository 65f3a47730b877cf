using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CsBpf.Compiler.Frontend;

/// <summary>The body of a method, as control flow.</summary>
/// <param name="Syntax">The declaration.</param>
/// <param name="Graph">The control flow; null for a member that C# writes by itself: an accessor without body, a primary constructor.</param>
internal sealed record MethodBody(SyntaxNode Syntax, ControlFlowGraph? Graph)
{
    /// <summary>Finds the body of a method.</summary>
    /// <returns>Null where its C# has errors, which have been passed on.</returns>
    public static MethodBody? Find(ModuleContext context, IMethodSymbol method)
    {
        IMethodSymbol source = method.OriginalDefinition;
        source = source.PartialImplementationPart ?? source;
        SyntaxNode syntax = source.DeclaringSyntaxReferences[0].GetSyntax();
        if (ReportErrors(context, syntax))
            return null;
        if (source.MethodKind is MethodKind.LocalFunction or MethodKind.AnonymousFunction)
            return FindNested(context, source, syntax);
        return new MethodBody(syntax, CreateGraph(context, syntax));
    }

    private static MethodBody? FindNested(ModuleContext context, IMethodSymbol method, SyntaxNode syntax)
    {
        if (method.ContainingSymbol is not IMethodSymbol outer || Find(context, outer) is not { Graph: { } graph })
            return null;
        if (method.MethodKind == MethodKind.LocalFunction)
            return new MethodBody(syntax, graph.GetLocalFunctionControlFlowGraphInScope(method));
        IFlowAnonymousFunctionOperation? function = graph.Blocks
            .SelectMany(block => block.BranchValue is { } value ? block.Operations.Add(value) : block.Operations)
            .SelectMany(operation => operation.DescendantsAndSelf())
            .OfType<IFlowAnonymousFunctionOperation>().FirstOrDefault(operation => operation.Syntax == syntax);
        return function is null ? null : new MethodBody(syntax, graph.GetAnonymousFunctionControlFlowGraphInScope(function));
    }

    private static ControlFlowGraph? CreateGraph(ModuleContext context, SyntaxNode syntax) =>
        context.Compilation.GetSemanticModel(syntax.SyntaxTree).GetOperation(syntax) switch
        {
            IMethodBodyOperation body => ControlFlowGraph.Create(body),
            IConstructorBodyOperation { BlockBody: null, ExpressionBody: null, Syntax: TypeDeclarationSyntax } => null,
            IConstructorBodyOperation body => ControlFlowGraph.Create(body),
            IBlockOperation { Parent: null } block => ControlFlowGraph.Create(block),
            _ => null,
        };

    // The bodies that are not reached may have errors: the C# compiler tells them. What is compiled must have none.
    private static bool ReportErrors(ModuleContext context, SyntaxNode syntax)
    {
        bool found = false;
        foreach (Diagnostic diagnostic in context.Compilation.GetSemanticModel(syntax.SyntaxTree).GetDiagnostics(syntax.Span))
        {
            if (diagnostic.DefaultSeverity != DiagnosticSeverity.Error)
                continue;
            context.Sink.Report(diagnostic);
            found = true;
        }

        return found;
    }
}
