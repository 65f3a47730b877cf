using Microsoft.CodeAnalysis;

namespace CsBpf.Compiler.Frontend.Types;

/// <summary>
/// The shapes of <see cref="Index"/> and <see cref="Range"/>. An index is a number, which is complemented where it counts from the end: as the
/// CLR keeps it.
/// </summary>
/// <param name="shapes">The shapes of other types.</param>
internal sealed class IndexShapes(TypeShapes shapes)
{
    /// <summary>The shape of a type; null where it is not one of these.</summary>
    public TypeShape? Find(INamedTypeSymbol type)
    {
        if (IsIndex(type))
            return Struct(type, [new LayoutField("value", null, 0, shapes.Int32)]);
        if (!IsRange(type) || shapes.Compilation.GetTypeByMetadataName("System.Index") is not { } index)
            return null;
        TypeShape bound = shapes[index];
        return Struct(type, [new LayoutField("start", null, 0, bound), new LayoutField("end", null, bound.Size, bound)]);
    }

    /// <summary>True for <see cref="Index"/>.</summary>
    public static bool IsIndex(ITypeSymbol? type) => IsSystemStruct(type, nameof(Index));

    /// <summary>True for <see cref="Range"/>.</summary>
    public static bool IsRange(ITypeSymbol? type) => IsSystemStruct(type, nameof(Range));

    private static bool IsSystemStruct(ITypeSymbol? type, string name) =>
        type is INamedTypeSymbol { TypeKind: TypeKind.Struct, Arity: 0, ContainingType: null } && type.Name == name
        && type.ContainingNamespace is { Name: nameof(System), ContainingNamespace.IsGlobalNamespace: true };

    private static TypeShape Struct(INamedTypeSymbol type, LayoutField[] fields) => new(ShapeKind.Aggregate, type)
    {
        Layout = new StructLayout(fields.Sum(field => field.Shape.Size), sizeof(int), [.. fields], IsFixed: false),
    };
}
