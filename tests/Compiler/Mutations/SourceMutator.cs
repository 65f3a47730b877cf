using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace CsBpf.Compiler.Tests.Mutations;

/// <summary>A change of a source; null where there is no place for it.</summary>
/// <param name="root">The source.</param>
/// <param name="random">Chooses the place and what comes there.</param>
internal delegate TextChange? Mutation(SyntaxNode root, Random random);

/// <summary>Makes sources that are nearly right: those of others, with a few changes.</summary>
internal sealed class SourceMutator
{
    private const int MostChanges = 2;

    private readonly SyntaxNode[] _sources;
    private readonly Mutation[] _mutations;

    /// <summary>Takes the sources apart.</summary>
    public SourceMutator(IEnumerable<string> sources)
    {
        _sources = [.. sources.Select(Parse)];
        _mutations = [.. new TokenMutations(_sources).All, .. new NodeMutations(_sources).All];
    }

    /// <summary>The source of a seed: the same each time.</summary>
    public string Mutate(int seed)
    {
        var random = new Random(seed);
        SyntaxNode root = Any(_sources, random);
        for (int changes = random.Next(1, MostChanges + 1); changes > 0;)
        {
            if (Any(_mutations, random)(root, random) is not { } change)
                continue;
            root = Parse(root.GetText().WithChanges(change).ToString());
            changes--;
        }

        return root.ToFullString();
    }

    /// <summary>One of many.</summary>
    public static T Any<T>(IReadOnlyList<T> items, Random random) => items[random.Next(items.Count)];

    private static SyntaxNode Parse(string source) => CSharpSyntaxTree.ParseText(source).GetRoot();
}
