using CsBpf.Compiler.Diagnostics;
using CsBpf.Compiler.Frontend.Binding;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CsBpf.Compiler.Frontend;

/// <summary>The body of a method, as control flow.</summary>
/// <param name="Syntax">The declaration.</param>
/// <param name="Graph">The control flow; null for a member that C# writes by itself: an accessor without body, a primary constructor.</param>
internal sealed record MethodBody(SyntaxNode Syntax, ControlFlowGraph? Graph);

/// <summary>The bodies of the methods that a module needs, each made once.</summary>
/// <param name="compilation">Where the methods are.</param>
/// <param name="sink">Takes the errors of C# in them.</param>
internal sealed class MethodBodies(Compilation compilation, DiagnosticSink sink)
{
    private readonly Dictionary<IMethodSymbol, MethodBody?> _bodies = new(SymbolEqualityComparer.Default);
    private readonly HashSet<SyntaxTree> _validTrees = [];

    /// <summary>Passes on the errors of C# in the sources of the object.</summary>
    /// <returns>True where there are none.</returns>
    public bool Check(SyntaxTree tree)
    {
        bool isValid = !ReportErrors(compilation.ModelOf(tree.GetRoot()).GetDiagnostics());
        if (isValid)
            _validTrees.Add(tree);
        return isValid;
    }

    /// <summary>The body of a method.</summary>
    /// <returns>Null where its C# has errors, which have been passed on.</returns>
    public MethodBody? Find(IMethodSymbol method)
    {
        IMethodSymbol source = method.OriginalDefinition;
        source = source.PartialImplementationPart ?? source;
        if (!_bodies.TryGetValue(source, out MethodBody? body))
            _bodies.Add(source, body = Create(source, source.DeclaringSyntaxReferences[0].GetSyntax()));
        return body;
    }

    private MethodBody? Create(IMethodSymbol method, SyntaxNode syntax)
    {
        if (method.MethodKind is MethodKind.LocalFunction or MethodKind.AnonymousFunction)
            return CreateNested(method, syntax);
        // The bodies that are not reached may have errors: the C# compiler tells them. What is compiled must have none.
        bool isValid = _validTrees.Contains(syntax.SyntaxTree) || !ReportErrors(compilation.ModelOf(syntax).GetDiagnostics(syntax.Span));
        return isValid ? new MethodBody(syntax, CreateGraph(syntax)) : null;
    }

    private MethodBody? CreateNested(IMethodSymbol method, SyntaxNode syntax)
    {
        if (method.ContainingSymbol is not IMethodSymbol outer || Find(outer) is not { Graph: { } graph })
            return null;
        if (method.MethodKind == MethodKind.LocalFunction)
            return new MethodBody(syntax, graph.GetLocalFunctionControlFlowGraphInScope(method));
        IFlowAnonymousFunctionOperation? function = graph.Blocks
            .SelectMany(block => block.BranchValue is { } value ? block.Operations.Add(value) : block.Operations)
            .SelectMany(operation => operation.DescendantsAndSelf())
            .OfType<IFlowAnonymousFunctionOperation>().FirstOrDefault(operation => operation.Syntax == syntax);
        return function is null ? null : new MethodBody(syntax, graph.GetAnonymousFunctionControlFlowGraphInScope(function));
    }

    private ControlFlowGraph? CreateGraph(SyntaxNode syntax) => compilation.ModelOf(syntax).GetOperation(syntax) switch
    {
        IMethodBodyOperation body => ControlFlowGraph.Create(body),
        IConstructorBodyOperation { BlockBody: null, ExpressionBody: null, Syntax: TypeDeclarationSyntax } => null,
        IConstructorBodyOperation body => ControlFlowGraph.Create(body),
        IBlockOperation { Parent: null } block => ControlFlowGraph.Create(block),
        _ => null,
    };

    private bool ReportErrors(IEnumerable<Diagnostic> diagnostics)
    {
        bool found = false;
        foreach (Diagnostic diagnostic in diagnostics.Where(diagnostic => diagnostic.DefaultSeverity == DiagnosticSeverity.Error))
        {
            sink.Report(diagnostic);
            found = true;
        }

        return found;
    }
}
