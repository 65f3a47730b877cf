using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CsBpf.Compiler.Tests.Diagnostics;

/// <summary>Makes sources that are nearly right: those of others, with tokens left out, doubled, exchanged and replaced.</summary>
internal sealed class TokenMutator
{
    private const int MostChanges = 3;

    private readonly SyntaxToken[][] _sources;
    private readonly ILookup<TokenRole, SyntaxToken> _byRole;

    /// <summary>Takes the sources apart.</summary>
    public TokenMutator(IEnumerable<string> sources)
    {
        _sources = [.. sources.Select(source => CSharpSyntaxTree.ParseText(source).GetRoot().DescendantTokens().ToArray())];
        _byRole = _sources.SelectMany(tokens => tokens).DistinctBy(token => token.Text).ToLookup(RoleOf);
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

    /// <summary>The source of a seed: the same each time.</summary>
    public string Mutate(int seed)
    {
        var random = new Random(seed);
        SyntaxToken[] own = Any(_sources, random);
        List<string> tokens = [.. own.Select(token => token.ToFullString())];
        bool isLikely = random.Next(4) != 0;
        for (int changes = random.Next(1, MostChanges + 1); changes > 0; changes--)
        {
            if (isLikely)
                ChangeWithinRole(tokens, own, random);
            else
                Change(tokens, own, random);
        }

        return tokens.Aggregate(new StringBuilder(), Append).ToString();
    }

    private void Change(List<string> tokens, SyntaxToken[] own, Random random)
    {
        int index = random.Next(tokens.Count);
        switch (random.Next(4))
        {
            case 0:
                tokens.RemoveAt(index);
                break;
            case 1:
                tokens.Insert(index, tokens[index]);
                break;
            case 2:
                int other = random.Next(tokens.Count);
                (tokens[index], tokens[other]) = (tokens[other], tokens[index]);
                break;
            default:
                tokens[index] = Any(Any(_sources, random), random).ToFullString();
                break;
        }
    }

    // What is likely to be C# still, and to mean something else.
    private void ChangeWithinRole(List<string> tokens, SyntaxToken[] own, Random random)
    {
        var role = (TokenRole)random.Next((int)TokenRole.Other);
        int[] places = [.. Enumerable.Range(0, own.Length).Where(place => RoleOf(own[place]) == role)];
        if (places.Length == 0)
            return;
        int place = Any(places, random);
        SyntaxToken[] candidates = role == TokenRole.Name ? [.. places.Select(place => own[place])] : [.. _byRole[role]];
        tokens[place] = $"{own[place].LeadingTrivia}{Any(candidates, random).Text}{own[place].TrailingTrivia}";
    }

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

    // What was apart stays apart.
    private static StringBuilder Append(StringBuilder text, string token)
    {
        bool isJoined = text.Length > 0 && token.Length > 0
            && SyntaxFacts.IsIdentifierPartCharacter(text[^1]) && SyntaxFacts.IsIdentifierPartCharacter(token[0]);
        return text.Append(isJoined ? " " : "").Append(token);
    }

    private static T Any<T>(T[] items, Random random) => items[random.Next(items.Length)];
}
