using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CsBpf.Differential.Tests.RandomPrograms.Shrinking;

/// <summary>A way to make a program smaller: all that it might become, the boldest first. Not all of it has to be C#.</summary>
internal delegate IEnumerable<Func<SyntaxNode?>> Reduction(SyntaxNode root, SemanticModel model);

/// <summary>The ways to make a program smaller.</summary>
internal static class Reductions
{
    private const SyntaxRemoveOptions Options = SyntaxRemoveOptions.KeepNoTrivia;

    /// <summary>All of them, in the order in which they are tried.</summary>
    public static readonly IReadOnlyList<Reduction> All =
        [Members, StatementRuns, Unwrapped, ElseClauses, SwitchSections, Operands, Constants, Parentheses];

    private static IEnumerable<Func<SyntaxNode?>> Members(SyntaxNode root, SemanticModel model) =>
        root.DescendantNodes().OfType<MemberDeclarationSyntax>().Reverse().Select(Remove(root));

    /// <summary>Runs of statements in a row, long ones first.</summary>
    private static IEnumerable<Func<SyntaxNode?>> StatementRuns(SyntaxNode root, SemanticModel model)
    {
        SyntaxList<StatementSyntax>[] lists = [.. root.DescendantNodes().Select(node => node switch
        {
            BlockSyntax block => block.Statements,
            SwitchSectionSyntax section => section.Statements,
            _ => default,
        }).Where(list => list.Count > 0)];
        for (int length = lists.Max(list => list.Count); length > 0; length /= 2)
        {
            foreach (SyntaxList<StatementSyntax> list in lists)
            {
                for (int start = 0; start + length <= list.Count; start += length)
                {
                    StatementSyntax[] run = [.. list.Skip(start).Take(length)];
                    yield return () => root.RemoveNodes(run, Options);
                }
            }
        }
    }

    /// <summary>What stands in a statement, in the place of it.</summary>
    private static IEnumerable<Func<SyntaxNode?>> Unwrapped(SyntaxNode root, SemanticModel model) =>
        from statement in root.DescendantNodes().OfType<StatementSyntax>()
        where statement.Parent is BlockSyntax or SwitchSectionSyntax or LabeledStatementSyntax
        from body in Bodies(statement)
        select (Func<SyntaxNode?>)(() => statement.Parent is LabeledStatementSyntax
            ? root.ReplaceNode(statement, body)
            : root.ReplaceNode(statement, body is BlockSyntax block ? block.Statements : [body]));

    private static IEnumerable<StatementSyntax> Bodies(StatementSyntax statement) => statement switch
    {
        BlockSyntax block => [block],
        LabeledStatementSyntax labeled => [labeled.Statement],
        SwitchStatementSyntax choice => choice.Sections.Select(section =>
            SyntaxFactory.Block(section.Statements.Where(inner => inner is not BreakStatementSyntax))),
        _ => statement.ChildNodes().OfType<StatementSyntax>()
            .Concat(statement.ChildNodes().OfType<ElseClauseSyntax>().Select(clause => clause.Statement)),
    };

    private static IEnumerable<Func<SyntaxNode?>> ElseClauses(SyntaxNode root, SemanticModel model) =>
        root.DescendantNodes().OfType<ElseClauseSyntax>().Select(Remove(root));

    private static IEnumerable<Func<SyntaxNode?>> SwitchSections(SyntaxNode root, SemanticModel model) =>
        root.DescendantNodes().Where(node => node is SwitchSectionSyntax or SwitchExpressionArmSyntax).Select(Remove(root));

    /// <summary>A part of an expression in the place of all of it, converted where it has another type.</summary>
    private static IEnumerable<Func<SyntaxNode?>> Operands(SyntaxNode root, SemanticModel model) =>
        from expression in root.DescendantNodes().OfType<ExpressionSyntax>()
        where IsValue(expression) && TypeOf(expression, model) is not null
        from part in expression.DescendantNodes(node => node == expression || !IsValue(node)).OfType<ExpressionSyntax>()
        where IsValue(part)
        select (Func<SyntaxNode?>)(() => TypeOf(part, model) is { } type
            && SymbolEqualityComparer.Default.Equals(type, TypeOf(expression, model))
            ? root.ReplaceNode(expression, part.WithoutTrivia())
            : part is CastExpressionSyntax || expression is not CastExpressionSyntax and not ParenthesizedExpressionSyntax
                ? root.ReplaceNode(expression, SyntaxFactory.ParseExpression($"(({TypeOf(expression, model)})({part}))"))
                : null);

    /// <summary>Numbers in the place of expressions.</summary>
    private static IEnumerable<Func<SyntaxNode?>> Constants(SyntaxNode root, SemanticModel model) =>
        from expression in root.DescendantNodes().OfType<ExpressionSyntax>()
        where IsValue(expression) && expression is not (LiteralExpressionSyntax or DefaultExpressionSyntax)
        where expression.Parent is not CastExpressionSyntax { Expression: LiteralExpressionSyntax }
        from constant in ConstantsOf(TypeOf(expression, model))
        where expression.ToString().Length > constant.Length
        select (Func<SyntaxNode?>)(() => root.ReplaceNode(expression, SyntaxFactory.ParseExpression(constant)));

    private static IEnumerable<Func<SyntaxNode?>> Parentheses(SyntaxNode root, SemanticModel model) =>
        root.DescendantNodes().OfType<ParenthesizedExpressionSyntax>()
            .Where(outer => outer.Expression
                    is ParenthesizedExpressionSyntax or IdentifierNameSyntax or LiteralExpressionSyntax or MemberAccessExpressionSyntax
                || outer.Parent
                    is EqualsValueClauseSyntax or ArgumentSyntax or AssignmentExpressionSyntax or ReturnStatementSyntax or IfStatementSyntax)
            .Select(outer => (Func<SyntaxNode?>)(() => root.ReplaceNode(outer, outer.Expression)));

    private static IEnumerable<string> ConstantsOf(ITypeSymbol? type) => type switch
    {
        { SpecialType: SpecialType.System_Boolean } => ["false", "true"],
        { SpecialType: >= SpecialType.System_SByte and <= SpecialType.System_UInt64 } => ["0", "1"],
        { IsValueType: true, IsRefLikeType: false } => [$"default({type.ToDisplayString()})"],
        _ => [],
    };

    /// <summary>True for what gives a value: no name of a type or member, no target of an assignment.</summary>
    private static bool IsValue(SyntaxNode node) => IsExpression(node)
        && !(node.Parent is AssignmentExpressionSyntax assignment && assignment.Left == node)
        && node.Parent is not ArgumentSyntax { RefKindKeyword.RawKind: not 0 } and not RefExpressionSyntax and not TypeArgumentListSyntax;

    private static bool IsExpression(SyntaxNode node) => node switch
    {
        IdentifierNameSyntax { Parent: MemberAccessExpressionSyntax or InvocationExpressionSyntax } => false,
        IdentifierNameSyntax { Parent: QualifiedNameSyntax or VariableDeclarationSyntax } => false,
        IdentifierNameSyntax => true,
        TypeSyntax or DeclarationExpressionSyntax or RefExpressionSyntax or InitializerExpressionSyntax => false,
        _ => node is ExpressionSyntax,
    };

    private static ITypeSymbol? TypeOf(ExpressionSyntax expression, SemanticModel model) =>
        model.GetTypeInfo(expression).Type is { TypeKind: not TypeKind.Error, SpecialType: not SpecialType.System_Void } type ? type : null;

    private static Func<SyntaxNode, Func<SyntaxNode?>> Remove(SyntaxNode root) => node => () => root.RemoveNode(node, Options);
}
