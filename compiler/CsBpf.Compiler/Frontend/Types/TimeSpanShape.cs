using Microsoft.CodeAnalysis;

namespace CsBpf.Compiler.Frontend.Types;

/// <summary>The shape of <see cref="TimeSpan"/>: its ticks, as the CLR keeps them.</summary>
internal static class TimeSpanShape
{
    /// <summary>True for <see cref="TimeSpan"/>.</summary>
    public static bool IsTimeSpan(ITypeSymbol? type) => type is INamedTypeSymbol { Name: nameof(TimeSpan), Arity: 0, ContainingType: null }
        && type.ContainingNamespace is { Name: nameof(System), ContainingNamespace.IsGlobalNamespace: true };

    /// <summary>The shape of a type; null where it is another.</summary>
    public static TypeShape? Find(INamedTypeSymbol type, TypeShapes shapes) => !IsTimeSpan(type) ? null : new TypeShape(ShapeKind.Aggregate, type)
    {
        Layout = new StructLayout(sizeof(long), sizeof(long), [new LayoutField("ticks", null, 0, shapes.Int64)], IsFixed: true),
    };
}
