using System.Diagnostics;
using CsBpf.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CsBpf.Differential.Tests.RandomPrograms.Shrinking;

/// <summary>Makes a program smaller that fails, as long as it fails: what nothing depends on goes away.</summary>
/// <param name="fails">Whether a source fails as the first one does.</param>
/// <param name="limit">How long to try.</param>
internal sealed class Shrinker(Func<string, bool> fails, TimeSpan limit)
{
    private readonly Stopwatch _time = Stopwatch.StartNew();

    /// <summary>The smallest source that is found.</summary>
    public string Shrink(string source)
    {
        SyntaxNode root = BpfSource.ParseTree(source, "").GetRoot();
        int before;
        do
        {
            before = root.FullSpan.Length;
            foreach (Reduction reduction in Reductions.All)
                root = Apply(reduction, root);
        }
        while (root.FullSpan.Length < before && _time.Elapsed < limit);

        return root.NormalizeWhitespace().ToFullString();
    }

    /// <summary>Applies a reduction wherever it can be: what follows the place of a success is found at the same position.</summary>
    private SyntaxNode Apply(Reduction reduction, SyntaxNode root)
    {
        int position = 0;
        while (NextSmaller(reduction, root, ref position) is { } smaller)
            root = smaller;
        return root;
    }

    private SyntaxNode? NextSmaller(Reduction reduction, SyntaxNode root, ref int position)
    {
        foreach (Func<SyntaxNode?> candidate in Candidates(reduction, root).Skip(position))
        {
            if (_time.Elapsed > limit)
                return null;
            if (Try(candidate) is { } smaller && IsCSharp(smaller) && fails(smaller.ToFullString()))
                return smaller;
            position++;
        }

        return null;
    }

    /// <summary>What Roslyn can't even build is no smaller program.</summary>
    private static SyntaxNode? Try(Func<SyntaxNode?> candidate)
    {
        try
        {
            return candidate();
        }
        catch (Exception exception) when (exception is InvalidCastException or ArgumentException)
        {
            return null;
        }
    }

    private static IEnumerable<Func<SyntaxNode?>> Candidates(Reduction reduction, SyntaxNode root)
    {
        CSharpCompilation compilation = BpfSource.Parse(root.ToFullString());
        SyntaxTree tree = compilation.SyntaxTrees.Single();
        return reduction(tree.GetRoot(), compilation.GetSemanticModel(tree));
    }

    private static bool IsCSharp(SyntaxNode root) =>
        !BpfSource.Parse(root.ToFullString()).GetDiagnostics().Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
}
