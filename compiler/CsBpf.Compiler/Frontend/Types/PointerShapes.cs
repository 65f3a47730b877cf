using CsBpf.Compiler.Diagnostics;
using CsBpf.Compiler.Ir;
using Microsoft.CodeAnalysis;

namespace CsBpf.Compiler.Frontend.Types;

/// <summary>
/// The shape of pointers: structs of three scalars, as spans are. A pointer keeps which memory it leads into and how much there is: so it may be
/// moved as C# allows, and what it leads to is checked where it is used.
/// </summary>
/// <param name="shapes">The shapes of other types.</param>
internal sealed class PointerShapes(TypeShapes shapes)
{
    /// <summary>The shape of a pointer type.</summary>
    public TypeShape Of(IPointerTypeSymbol type)
    {
        // The verifier keeps an address in memory only where it knows the place: not where another pointer says it.
        if (type.PointedAtType is IPointerTypeSymbol or IFunctionPointerTypeSymbol or { IsRefLikeType: true })
            return TypeShapes.Unsupported(type);
        TypeShape element = shapes[type.PointedAtType];
        if (element.Kind == ShapeKind.Unsupported)
            return element;
        if (element.HoldsKernelField)
            return new TypeShape(ShapeKind.Unsupported, type) { Problem = new(MapDiagnostics.KernelField, element.Type.ToDisplayString(), "what a pointer leads to") };
        if (element is { IsAggregate: false, Kind: not (ShapeKind.Integer or ShapeKind.Boolean or ShapeKind.Void) })
            return TypeShapes.Unsupported(type);
        TypeShape number = shapes.Int64;
        TypeShape address = TypeShapes.Reference(type);
        return new TypeShape(ShapeKind.Aggregate, type)
        {
            Layout = new StructLayout(
                3 * sizeof(long),
                sizeof(long),
                [
                    new LayoutField("memory", null, 0, address),
                    new LayoutField("position", null, sizeof(long), number),
                    new LayoutField("limit", null, 2 * sizeof(long), number),
                ],
                IsFixed: false),
            PointerElement = element,
        };
    }
}
