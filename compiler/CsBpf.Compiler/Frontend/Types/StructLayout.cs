using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace CsBpf.Compiler.Frontend.Types;

/// <summary>A field of a struct.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Symbol">Its symbol; null for the parts of types that the language knows by itself.</param>
/// <param name="Offset">Its place from the start of the struct, in bytes.</param>
/// <param name="Shape">What it holds.</param>
internal sealed record LayoutField(string Name, IFieldSymbol? Symbol, int Offset, TypeShape Shape)
{
    /// <summary>The parameter of the primary constructor that it keeps for the members which use it; null for other fields.</summary>
    public IParameterSymbol? Parameter { get; init; }
}

/// <summary>Where the fields of a struct are: the same as on the CLR.</summary>
/// <param name="Size">The size in bytes.</param>
/// <param name="Alignment">The alignment in bytes: 1, 2, 4 or 8.</param>
/// <param name="Fields">The fields, as declared.</param>
/// <param name="IsFixed">True where the CLR guarantees this layout, so that user space and programs agree on it.</param>
internal sealed record StructLayout(int Size, int Alignment, ImmutableArray<LayoutField> Fields, bool IsFixed)
{
    /// <summary>True where there are bytes that belong to no field.</summary>
    public bool HasPadding { get; init; } = FindPadding(Size, Fields);

    /// <summary>True where fields share bytes.</summary>
    public bool HasOverlap { get; init; } = FindOverlap(Fields);

    /// <summary>The field of a symbol; generic code has that of the same struct with other type arguments.</summary>
    public LayoutField? Find(IFieldSymbol symbol) =>
        Fields.FirstOrDefault(field => field.Name == (symbol.AssociatedSymbol?.Name ?? symbol.Name)
            && SymbolEqualityComparer.Default.Equals(field.Symbol?.OriginalDefinition, symbol.OriginalDefinition));

    /// <summary>The field that keeps a parameter of the primary constructor; null where no member uses it.</summary>
    public LayoutField? Find(IParameterSymbol parameter) => Fields.FirstOrDefault(field =>
        SymbolEqualityComparer.Default.Equals(field.Parameter?.OriginalDefinition, parameter.OriginalDefinition));

    /// <summary>The field behind a property that only stores; null for others.</summary>
    public LayoutField? FindBackingField(IPropertySymbol property) => Fields.FirstOrDefault(field =>
        SymbolEqualityComparer.Default.Equals(field.Symbol?.AssociatedSymbol?.OriginalDefinition, property.OriginalDefinition));

    private static bool FindOverlap(ImmutableArray<LayoutField> fields)
    {
        int end = 0;
        foreach (LayoutField field in fields.OrderBy(field => field.Offset))
        {
            if (field.Offset < end)
                return true;
            end = field.Offset + field.Shape.Size;
        }

        return false;
    }

    private static bool FindPadding(int size, ImmutableArray<LayoutField> fields)
    {
        int end = 0;
        foreach (LayoutField field in fields.OrderBy(field => field.Offset))
        {
            if (field.Offset > end || field.Shape.Layout is { HasPadding: true })
                return true;
            end = Math.Max(end, field.Offset + field.Shape.Size);
        }

        return end < size;
    }
}
