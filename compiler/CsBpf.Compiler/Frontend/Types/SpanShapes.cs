using CsBpf.Compiler.Diagnostics;
using CsBpf.Compiler.Ir;
using CsBpf.Object.Instructions;
using Microsoft.CodeAnalysis;

namespace CsBpf.Compiler.Frontend.Types;

/// <summary>
/// The shapes of <see cref="Span{T}"/>, <see cref="ReadOnlySpan{T}"/> and their enumerators: structs of scalars, which later passes split. A
/// span keeps where the memory starts and how much there is beside what it shows of it: the verifier follows an address only from there, and
/// only as far as that.
/// </summary>
/// <param name="shapes">The shapes of other types.</param>
internal sealed class SpanShapes(TypeShapes shapes)
{
    private const int FieldSize = sizeof(long);

    /// <summary>The shape of a type; null where it is not one of these.</summary>
    public TypeShape? Find(INamedTypeSymbol type)
    {
        if (IsSpan(type))
            return Span(type);
        return type is { Name: nameof(Span<>.Enumerator), ContainingType: { } span } && IsSpan(span)
            ? Enumerator(type, shapes[span])
            : null;
    }

    /// <summary>True for a span, read-only or not.</summary>
    public static bool IsSpan(ITypeSymbol? type) =>
        type is INamedTypeSymbol { Name: nameof(Span<>) or nameof(ReadOnlySpan<>), Arity: 1, ContainingType: null }
        && type.ContainingNamespace is { Name: nameof(System), ContainingNamespace.IsGlobalNamespace: true };

    private TypeShape Span(INamedTypeSymbol type)
    {
        TypeShape element = shapes[type.TypeArguments[0]];
        if (element.HoldsKernelField)
            return new TypeShape(ShapeKind.Unsupported, type) { Problem = new(MapDiagnostics.KernelField, element.Type.ToDisplayString(), "an element of a span") };
        if (!element.IsScalar && !element.IsAggregate)
            return element.Kind == ShapeKind.Unsupported ? element : TypeShapes.Unsupported(type);
        TypeShape number = shapes[shapes.Compilation.GetSpecialType(SpecialType.System_UInt64)];
        TypeShape address = TypeShapes.Reference(shapes.Compilation.CreatePointerTypeSymbol(shapes.Compilation.GetSpecialType(SpecialType.System_Void)));
        return new TypeShape(ShapeKind.Aggregate, type)
        {
            Layout = new StructLayout(
                4 * FieldSize,
                FieldSize,
                [
                    new LayoutField(SpanFields.Memory, null, SpanFields.MemoryOffset, address),
                    new LayoutField(SpanFields.Start, null, SpanFields.StartOffset, number),
                    new LayoutField(SpanFields.Length, null, SpanFields.LengthOffset, number),
                    new LayoutField(SpanFields.Limit, null, SpanFields.LimitOffset, number),
                ],
                IsFixed: false),
            SpanElement = element,
        };
    }

    private TypeShape Enumerator(INamedTypeSymbol type, TypeShape span) => span.SpanElement is null ? span : new TypeShape(ShapeKind.Aggregate, type)
    {
        Layout = new StructLayout(
            span.Size + FieldSize,
            FieldSize,
            [
                new LayoutField(SpanFields.Span, null, 0, span),
                new LayoutField(SpanFields.Index, null, span.Size, shapes[shapes.Compilation.GetSpecialType(SpecialType.System_Int64)]),
            ],
            IsFixed: false),
    };
}

/// <summary>The parts of spans and their enumerators.</summary>
internal static class SpanFields
{
    public const string Memory = "memory";
    public const string Start = "start";
    public const string Length = "length";
    public const string Limit = "limit";
    public const string Span = "span";
    public const string Index = "index";

    public const int MemoryOffset = 0;
    public const int StartOffset = 8;
    public const int LengthOffset = 16;
    public const int LimitOffset = 24;
}
