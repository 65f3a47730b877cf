using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace CsBpf.Compiler.Tests.Mutations;

/// <summary>Tokens left out, doubled and replaced.</summary>
internal sealed class TokenMutations
{
    // What is likely to be C# still, and to mean something else, comes more often.
    private const int WeightOfRoles = 8;

    private readonly ILookup<TokenRole, SyntaxToken> _byRole;
    private readonly SyntaxToken[] _tokens;

    /// <summary>Takes the tokens of all sources.</summary>
    public TokenMutations(IEnumerable<SyntaxNode> sources)
    {
        _tokens = [.. sources.SelectMany(source => source.DescendantTokens()).DistinctBy(token => token.Text)];
        _byRole = _tokens.ToLookup(RoleOf);
    }

    private enum TokenRole
    {
        Name,
        Literal,
        Type,
        Operator,
        Assignment,
        Other,
    }

    /// <summary>The mutations.</summary>
    public IEnumerable<Mutation> All => [Delete, Duplicate, Replace, .. Enumerable.Repeat<Mutation>(ReplaceWithinRole, WeightOfRoles)];

    private static TextChange? Delete(SyntaxNode root, Random random) => new TextChange(Any(root, random).Span, " ");

    private static TextChange? Duplicate(SyntaxNode root, Random random) =>
        Any(root, random) is var token ? new TextChange(token.Span, $"{token.Text} {token.Text}") : null;

    private TextChange? Replace(SyntaxNode root, Random random) =>
        new TextChange(Any(root, random).Span, $" {SourceMutator.Any(_tokens, random).Text} ");

    private TextChange? ReplaceWithinRole(SyntaxNode root, Random random)
    {
        var role = (TokenRole)random.Next((int)TokenRole.Other);
        SyntaxToken[] places = [.. root.DescendantTokens().Where(token => RoleOf(token) == role)];
        if (places.Length == 0)
            return null;
        IReadOnlyList<SyntaxToken> candidates = role == TokenRole.Name ? places : [.. _byRole[role]];
        return new TextChange(SourceMutator.Any(places, random).Span, SourceMutator.Any(candidates, random).Text);
    }

    private static SyntaxToken Any(SyntaxNode root, Random random) => SourceMutator.Any(root.DescendantTokens().ToArray(), random);

    private static TokenRole RoleOf(SyntaxToken token) => token.Kind() switch
    {
        SyntaxKind.IdentifierToken => TokenRole.Name,
        SyntaxKind.NumericLiteralToken or SyntaxKind.CharacterLiteralToken or SyntaxKind.TrueKeyword or SyntaxKind.FalseKeyword
            or SyntaxKind.DefaultKeyword or SyntaxKind.NullKeyword => TokenRole.Literal,
        var kind when SyntaxFacts.IsPredefinedType(kind) => TokenRole.Type,
        var kind when SyntaxFacts.IsBinaryExpressionOperatorToken(kind) => TokenRole.Operator,
        var kind when SyntaxFacts.IsAssignmentExpressionOperatorToken(kind) => TokenRole.Assignment,
        _ => TokenRole.Other,
    };
}
