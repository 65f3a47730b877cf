using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace CsBpf.Compiler.Frontend.Binding;

/// <summary>What Roslyn knows of a syntax tree, once for each: a new model would bind every method that it is asked about again.</summary>
internal static class SemanticModels
{
    private static readonly ConditionalWeakTable<Compilation, ConcurrentDictionary<SyntaxTree, SemanticModel>> Models = [];

    /// <summary>The model of the tree that a node is in.</summary>
    public static SemanticModel ModelOf(this Compilation compilation, SyntaxNode node) =>
        Models.GetOrCreateValue(compilation).GetOrAdd(node.SyntaxTree, tree => compilation.GetSemanticModel(tree));
}
