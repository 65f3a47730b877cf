using Microsoft.CodeAnalysis;

namespace CsBpf.Compiler.Frontend.Types;

/// <summary>The structs that lie in fields which share bytes: two references to one of them may lead to parts of each other.</summary>
/// <param name="shapes">The shapes of the types.</param>
internal sealed class SharedBytes(TypeShapes shapes)
{
    private HashSet<ITypeSymbol>? _types;

    /// <summary>True for a struct that is found there.</summary>
    public bool Contains(ITypeSymbol type)
    {
        if (_types is null)
        {
            _types = new(SymbolEqualityComparer.Default);
            // A reference may be compiled before the struct that it leads into is met.
            AddAll(shapes.Compilation.Assembly.GlobalNamespace);
        }

        return _types.Contains(type);
    }

    private void AddAll(INamespaceOrTypeSymbol scope)
    {
        foreach (INamespaceOrTypeSymbol member in scope.GetMembers().OfType<INamespaceOrTypeSymbol>())
        {
            // The CLR has no generic struct of explicit layout.
            if (member is INamedTypeSymbol { TypeKind: TypeKind.Struct, IsGenericType: false } type && DeclaredLayout.Of(type).IsExplicit)
            {
                TypeShape shape = shapes[type];
                if (shape.Layout is { HasOverlap: true })
                    AddParts(shape);
            }

            AddAll(member);
        }
    }

    private void AddParts(TypeShape shape)
    {
        foreach (TypeShape part in shape.Elements is { } elements ? [elements.Shape] : shape.Layout!.Fields.Select(field => field.Shape))
        {
            if (part.IsAggregate && _types!.Add(part.Type))
                AddParts(part);
        }
    }
}
