using CsBpf.Compiler.Frontend.Types;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace CsBpf.Compiler.Frontend.Lowering;

/// <summary><c>stackalloc</c>, for which Roslyn has no operation: what it is must be read from its syntax.</summary>
internal static class StackAllocation
{
    /// <summary>What a frame has, in bytes.</summary>
    public const int LargestSize = 512;

    /// <summary>True for a <c>stackalloc</c>.</summary>
    public static bool IsOne(IOperation operation) =>
        operation.Kind == OperationKind.None
        && operation.Syntax is StackAllocArrayCreationExpressionSyntax or ImplicitStackAllocArrayCreationExpressionSyntax;

    /// <summary>
    /// True where a call of the method may come to it twice while something still shows the memory of the first time: each time it would give
    /// other memory, and here there is but one place.
    /// </summary>
    public static bool IsKept(SyntaxNode allocation, SemanticModel model)
    {
        SyntaxNode inner = allocation;
        foreach (SyntaxNode outer in allocation.Ancestors())
        {
            if (BodyOf(outer) is { } body && !IsBefore(outer, inner))
                return body != inner || IsWrittenThrough(body, model);
            if (outer is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax
                or AccessorDeclarationSyntax or BasePropertyDeclarationSyntax)
                return outer.DescendantNodes().OfType<GotoStatementSyntax>().Any(jump => jump.SpanStart > allocation.SpanStart
                    && TargetOf(jump, outer, model) is { } target && target.SpanStart <= allocation.SpanStart);
            inner = outer;
        }

        return false;
    }

    // A jump back past the allocation is the only other way to come to it again.
    private static SyntaxNode? TargetOf(GotoStatementSyntax jump, SyntaxNode body, SemanticModel model)
    {
        if (jump.IsKind(SyntaxKind.GotoStatement))
        {
            string? name = (jump.Expression as IdentifierNameSyntax)?.Identifier.ValueText;
            return body.DescendantNodes().OfType<LabeledStatementSyntax>().FirstOrDefault(label => label.Identifier.ValueText == name);
        }

        SyntaxList<SwitchSectionSyntax> sections = jump.Ancestors().OfType<SwitchStatementSyntax>().First().Sections;
        object? value = jump.Expression is { } constant ? model.GetConstantValue(constant).Value : null;
        return sections.FirstOrDefault(section => section.Labels.Any(label => jump.IsKind(SyntaxKind.GotoDefaultStatement)
            ? label is DefaultSwitchLabelSyntax
            : label is CaseSwitchLabelSyntax @case && IsSame(model.GetConstantValue(@case.Value).Value, value)));
    }

    // The label and the jump may say the same number in different types.
    private static bool IsSame(object? label, object? value) =>
        ConstantValues.ToInt64(label) is { } number ? number == ConstantValues.ToInt64(value) : Equals(label, value);

    private static StatementSyntax? BodyOf(SyntaxNode node) => node switch
    {
        ForStatementSyntax loop => loop.Statement,
        WhileStatementSyntax loop => loop.Statement,
        DoStatementSyntax loop => loop.Statement,
        CommonForEachStatementSyntax loop => loop.Statement,
        _ => null,
    };

    // What a loop does once.
    private static bool IsBefore(SyntaxNode loop, SyntaxNode part) => loop switch
    {
        ForStatementSyntax { Declaration: var declaration, Initializers: var initializers } => part == declaration || initializers.Contains(part),
        CommonForEachStatementSyntax { Expression: var expression } => part == expression,
        _ => false,
    };

    // A variable from outside that can hold a span, a pointer or a reference is given something in the body.
    private static bool IsWrittenThrough(StatementSyntax body, SemanticModel model)
    {
        if (model.AnalyzeDataFlow(body) is not { Succeeded: true } flow)
            return true;
        return flow.WrittenInside.Except(flow.VariablesDeclared, SymbolEqualityComparer.Default).Any(variable => variable switch
        {
            ILocalSymbol local => (HoldsAddress(local.Type) && !IsOnlyPinned(local, local.Type, body, model)) || IsReferredElsewhere(local, body, model),
            IParameterSymbol parameter => HoldsAddress(parameter.Type) && !IsOnlyPinned(parameter, parameter.Type, body, model),
            _ => true,
        });
    }

    // Roslyn's data flow takes what is written through a reference for a write of the reference.
    private static bool IsReferredElsewhere(ILocalSymbol local, StatementSyntax body, SemanticModel model) =>
        local.IsRef && body.DescendantNodes().OfType<AssignmentExpressionSyntax>().Any(assignment => assignment.Right is RefExpressionSyntax
            && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(assignment.Left).Symbol, local));

    // Roslyn's data flow takes `fixed` for a write of the span whose memory is pinned.
    private static bool IsOnlyPinned(ISymbol variable, ITypeSymbol type, StatementSyntax body, SemanticModel model) =>
        SpanShapes.IsSpan(type) && body.DescendantNodes().OfType<IdentifierNameSyntax>()
            .Where(name => SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name).Symbol, variable))
            .All(name => name.Parent is EqualsValueClauseSyntax { Parent.Parent.Parent: FixedStatementSyntax } || IsRead(model.GetOperation(name)));

    private static bool IsRead(IOperation? reference) => reference?.Parent switch
    {
        IArgumentOperation { Parameter.RefKind: RefKind.None or RefKind.In } or IConversionOperation => true,
        IPropertyReferenceOperation or IInvocationOperation or IImplicitIndexerReferenceOperation => true,
        ISwitchExpressionOperation or ISwitchOperation or IIsPatternOperation => true,
        _ => false,
    };

    private static bool HoldsAddress(ITypeSymbol type) => type.IsRefLikeType || type is IPointerTypeSymbol;
}
