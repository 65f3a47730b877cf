using CsBpf.Compiler.Frontend.Binding;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CsBpf.Compiler.Frontend.Types;

/// <summary>What C# makes of the parameters of a type declaration.</summary>
internal static class PrimaryConstructor
{
    /// <summary>
    /// A parameter that a member of a struct uses: C# makes a field of it that Roslyn does not show, so that the layout can't be known. Null for
    /// structs without.
    /// </summary>
    public static IParameterSymbol? FindCapturedParameter(INamedTypeSymbol type, Compilation compilation)
    {
        TypeDeclarationSyntax[] declarations = [.. type.OriginalDefinition.DeclaringSyntaxReferences.Select(part => part.GetSyntax()).OfType<TypeDeclarationSyntax>()];
        if (declarations.All(declaration => declaration is RecordDeclarationSyntax || declaration.ParameterList is not { Parameters.Count: > 0 }))
            return null;
        foreach (TypeDeclarationSyntax declaration in declarations)
        {
            SemanticModel model = compilation.ModelOf(declaration);
            foreach (IdentifierNameSyntax name in declaration.Members.SelectMany(Bodies).SelectMany(body => body.DescendantNodesAndSelf()).OfType<IdentifierNameSyntax>())
            {
                if (model.GetSymbolInfo(name).Symbol is IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } } parameter)
                    return parameter;
            }
        }

        return null;
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
