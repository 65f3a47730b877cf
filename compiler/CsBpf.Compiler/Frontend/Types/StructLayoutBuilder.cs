using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using CsBpf.Compiler.Diagnostics;
using CsBpf.Compiler.Frontend.Binding;
using Microsoft.CodeAnalysis;

namespace CsBpf.Compiler.Frontend.Types;

/// <summary>Lays structs out as the CLR does for structs without references.</summary>
/// <param name="shapes">The shapes of the fields.</param>
internal sealed class StructLayoutBuilder(TypeShapes shapes)
{
    // More than the kernel allows for a map value, and far less than what could overflow an offset.
    private const int MaxSize = 1 << 24;

    /// <summary>The shape of a struct, a tuple or a nullable.</summary>
    public TypeShape Build(INamedTypeSymbol type)
    {
        if (type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T)
            return Nullable(type);
        IFieldSymbol[] fields = [.. Fields(type)];
        if (fields.FirstOrDefault(field => field.Name.StartsWith("_dummy", StringComparison.Ordinal)) is { DeclaringSyntaxReferences: [] })
            return Unknown(type, "it belongs to the .NET libraries, whose structs hide their fields");

        DeclaredLayout layout = DeclaredLayout.Of(type);
        if (InlineLength(type) is { } length && fields is [var element])
            return InlineArray(type, element, length, layout);
        var placed = ImmutableArray.CreateBuilder<LayoutField>();
        long end = 0;
        int alignment = 1;
        foreach (IFieldSymbol field in fields)
        {
            if (field.Type is IPointerTypeSymbol && !field.IsFixedSizeBuffer && !type.IsRefLikeType)
                return Unknown(type, $"'{field.Name}' is a pointer, which a ref struct may hold");
            TypeShape shape = field.IsFixedSizeBuffer ? Buffer(field) : shapes[field.Type];
            if (shape.Kind == ShapeKind.Unsupported)
                return shape;
            if (field.RefKind != RefKind.None && (shape.IsScalar || shape.IsAggregate))
                shape = TypeShapes.Reference(field.Type);
            if (!(shape.IsScalar || shape.IsAggregate))
                return Unknown(type, $"'{PrimaryConstructor.FindCaptured(field)?.Name ?? field.Name}' is no integer, bool, char, enum or struct");

            int fieldAlignment = Math.Min(shape.Alignment, layout.Pack);
            long offset = layout.IsExplicit ? layout.OffsetOf(field) : Align(end, fieldAlignment);
            alignment = Math.Max(alignment, fieldAlignment);
            end = Math.Max(end, offset + shape.Size);
            if (end > MaxSize)
                return Unknown(type, $"it is larger than {MaxSize} bytes");
            IParameterSymbol? captured = PrimaryConstructor.FindCaptured(field);
            string name = captured?.Name ?? field.AssociatedSymbol?.Name ?? field.Name;
            placed.Add(new LayoutField(name, field, (int)offset, shape) { Parameter = captured });
        }

        long size = Math.Max(Math.Max(Align(end, alignment), layout.Size), 1);
        if (size > MaxSize)
            return Unknown(type, $"it is larger than {MaxSize} bytes");
        bool isFixed = !layout.IsAuto && !type.IsTupleType
            && placed.All(field => field.Parameter is null && (field.Shape.Layout?.IsFixed ?? true));
        return new TypeShape(ShapeKind.Aggregate, type) { Layout = new StructLayout((int)size, alignment, placed.ToImmutable(), isFixed) };
    }

    private static IEnumerable<IFieldSymbol> Fields(INamedTypeSymbol type) =>
        type.IsTupleType
            ? type.TupleElements.Select(element => element.CorrespondingTupleField ?? element)
            : type.GetMembers().OfType<IFieldSymbol>().Where(field => !field.IsStatic && !field.IsConst);

    private static long Align(long offset, int alignment) => (offset + alignment - 1) / alignment * alignment;

    // The one field that is declared is the first element.
    private TypeShape InlineArray(INamedTypeSymbol type, IFieldSymbol first, int length, DeclaredLayout layout)
    {
        TypeShape element = shapes[first.Type];
        if (element.Kind == ShapeKind.Unsupported)
            return element;
        if (first.RefKind != RefKind.None || !(element.IsScalar || element.IsAggregate))
            return Unknown(type, $"'{first.Name}' is no integer, bool, char, enum or struct");
        long size = (long)element.Size * length;
        if (length <= 0 || size > MaxSize)
            return Unknown(type, $"it is larger than {MaxSize} bytes");
        return new TypeShape(ShapeKind.Aggregate, type)
        {
            Layout = new StructLayout(
                (int)size,
                Math.Min(element.Alignment, layout.Pack),
                [new LayoutField(first.Name, first, 0, element)],
                IsFixed: !layout.IsAuto && (element.Layout?.IsFixed ?? true))
            {
                HasPadding = element.Layout is { HasPadding: true },
            },
            Elements = new InlineElements(element, length),
        };
    }

    // The C# compiler makes a struct of it, which no source names; programs see the elements only.
    private TypeShape Buffer(IFieldSymbol field)
    {
        TypeShape element = shapes[((IPointerTypeSymbol)field.Type).PointedAtType];
        return element.Kind == ShapeKind.Unsupported ? element : new TypeShape(ShapeKind.Aggregate, field.Type)
        {
            Layout = new StructLayout(
                element.Size * field.FixedSize,
                element.Alignment,
                [new LayoutField(field.Name, field, 0, element)],
                IsFixed: true)
            {
                HasPadding = false,
            },
            Elements = new InlineElements(element, field.FixedSize),
        };
    }

    private static int? InlineLength(INamedTypeSymbol type) => type.GetAttributes().FirstOrDefault(attribute =>
        attribute.AttributeClass is { Name: nameof(InlineArrayAttribute) } known && known.ContainingNamespace.ToDisplayString() == "System.Runtime.CompilerServices")
        is { ConstructorArguments: [{ Value: int length }] } ? length : null;

    private TypeShape Nullable(INamedTypeSymbol type)
    {
        TypeShape value = shapes[type.TypeArguments[0]];
        if (value.Kind == ShapeKind.Unsupported)
            return value;
        TypeShape boolean = shapes.Boolean;
        int offset = (int)Align(boolean.Size, value.Alignment);
        return new TypeShape(ShapeKind.Aggregate, type)
        {
            Layout = new StructLayout(
                (int)Align(offset + value.Size, value.Alignment),
                value.Alignment,
                [new LayoutField(NullableFields.HasValue, null, 0, boolean), new LayoutField(NullableFields.Value, null, offset, value)],
                IsFixed: value.Layout?.IsFixed ?? true),
        };
    }

    private static TypeShape Unknown(ITypeSymbol type, string reason) =>
        new(ShapeKind.Unsupported, type) { Problem = new(TypeDiagnostics.UnknownLayout, type.ToDisplayString(), reason) };
}

/// <summary>The parts of a nullable value.</summary>
internal static class NullableFields
{
    public const string HasValue = "hasValue";
    public const string Value = "value";
}
