using CsBpf.Compiler.Frontend.Binding;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CsBpf.Compiler.Frontend.Types;

/// <summary>What C# makes of the parameters of a type declaration.</summary>
internal static class PrimaryConstructor
{
    /// <summary>The parameters that members of a struct use: C# makes fields of them, which Roslyn does not show.</summary>
    public static IReadOnlyList<IParameterSymbol> CapturedParameters(INamedTypeSymbol type, Compilation compilation)
    {
        TypeDeclarationSyntax[] declarations = [.. type.OriginalDefinition.DeclaringSyntaxReferences.Select(part => part.GetSyntax()).OfType<TypeDeclarationSyntax>()];
        if (declarations.All(declaration => declaration is RecordDeclarationSyntax || declaration.ParameterList is not { Parameters.Count: > 0 }))
            return [];
        var captured = new HashSet<IParameterSymbol>(SymbolEqualityComparer.Default);
        foreach (TypeDeclarationSyntax declaration in declarations)
        {
            SemanticModel model = compilation.ModelOf(declaration);
            foreach (IdentifierNameSyntax name in declaration.Members.SelectMany(Bodies).SelectMany(body => body.DescendantNodesAndSelf()).OfType<IdentifierNameSyntax>())
            {
                if (model.GetSymbolInfo(name).Symbol is IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } } parameter)
                    captured.Add(parameter);
            }
        }

        return [.. type.InstanceConstructors.SelectMany(constructor => constructor.Parameters).Where(parameter => captured.Contains(parameter.OriginalDefinition))];
    }

    // Initializers may use the parameters: they are a part of the constructor.
    private static IEnumerable<SyntaxNode> Bodies(MemberDeclarationSyntax member) => member switch
    {
        ConstructorDeclarationSyntax => [],
        BaseMethodDeclarationSyntax method => [method],
        PropertyDeclarationSyntax property => [(SyntaxNode?)property.ExpressionBody, property.AccessorList],
        IndexerDeclarationSyntax indexer => [(SyntaxNode?)indexer.ExpressionBody, indexer.AccessorList],
        EventDeclarationSyntax @event => [@event],
        _ => Enumerable.Empty<SyntaxNode?>(),
    } is var bodies ? bodies.OfType<SyntaxNode>() : [];
}
