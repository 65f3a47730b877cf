using System.Buffers.Binary;
using CsBpf.Compiler.Frontend.Binding;
using CsBpf.Compiler.Frontend.Types;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace CsBpf.Compiler.Frontend;

/// <summary>Works out the bytes that a field starts with.</summary>
/// <param name="compilation">Where the field is declared.</param>
/// <param name="shapes">The shapes of its parts.</param>
internal sealed class InitialValue(Compilation compilation, TypeShapes shapes)
{
    /// <summary>Writes the value of a field's initializer; zeroes where it has none.</summary>
    /// <returns>False where the value is not a constant.</returns>
    public bool TryWrite(IFieldSymbol field, TypeShape shape, Span<byte> bytes)
    {
        if (InitializerOf(field) is null)
            return true;
        return Find(compilation, field) is { } value && TryWrite(value, shape, bytes);
    }

    /// <summary>What a field is initialized with where it is declared; null for nothing.</summary>
    public static IOperation? Find(Compilation compilation, IFieldSymbol field) =>
        InitializerOf(field) is { } initializer
        && compilation.ModelOf(initializer).GetOperation(initializer) is ISymbolInitializerOperation operation
            ? operation.Value
            : null;

    // A field that C# makes for a property starts with what the property does.
    private static EqualsValueClauseSyntax? InitializerOf(IFieldSymbol field) =>
        (field.AssociatedSymbol ?? field).DeclaringSyntaxReferences.Select(reference => reference.GetSyntax() switch
        {
            VariableDeclaratorSyntax variable => variable.Initializer,
            PropertyDeclarationSyntax property => property.Initializer,
            _ => null,
        }).FirstOrDefault(initializer => initializer is not null);

    /// <summary>The bytes of elements, one after the other; null where they are not constants.</summary>
    public byte[]? TryWrite(IReadOnlyList<IOperation> elements, TypeShape element)
    {
        byte[] bytes = new byte[elements.Count * element.Size];
        for (int i = 0; i < elements.Count; i++)
        {
            if (!TryWrite(elements[i], element, bytes.AsSpan(i * element.Size, element.Size)))
                return null;
        }

        return bytes;
    }

    /// <summary>Writes the value of an expression.</summary>
    /// <returns>False where the value is not a constant.</returns>
    public bool TryWrite(IOperation operation, TypeShape shape, Span<byte> bytes)
    {
        if (operation.ConstantValue is { HasValue: true, Value: var constant })
            return shape.IsScalar && ConstantValues.ToInt64(constant) is { } number && WriteNumber(number, bytes[..shape.Size]);
        return operation switch
        {
            IDefaultValueOperation => true,
            IConversionOperation { Operand: var operand, OperatorMethod: null } conversion
                when IsIdentity(conversion) || IsSameType(operand, shape) =>
                TryWrite(operand, shape, bytes),
            IObjectCreationOperation { Arguments.IsEmpty: true, Constructor: null or { IsImplicitlyDeclared: true } } creation when shape.Layout is { } layout =>
                TryWriteMembers(creation, layout, bytes),
            _ => false,
        };
    }

    private bool TryWriteMembers(IObjectCreationOperation creation, StructLayout layout, Span<byte> bytes)
    {
        foreach (IOperation initializer in creation.Initializer?.Initializers ?? [])
        {
            if (!TryWriteMember(initializer, layout, bytes))
                return false;
        }

        return true;
    }

    private bool TryWriteMember(IOperation initializer, StructLayout layout, Span<byte> bytes)
    {
        if (initializer is not ISimpleAssignmentOperation { Target: IMemberReferenceOperation target, Value: var value })
            return false;
        LayoutField? field = target.Member switch
        {
            IFieldSymbol symbol => layout.Find(symbol),
            IPropertySymbol property => layout.FindBackingField(property),
            _ => null,
        };
        return field is not null && TryWrite(value, field.Shape, bytes[field.Offset..]);
    }

    private static bool IsIdentity(IConversionOperation conversion) =>
        SymbolEqualityComparer.Default.Equals(conversion.Type, conversion.Operand.Type);

    private bool IsSameType(IOperation operand, TypeShape shape) =>
        operand.Type is { } type && SymbolEqualityComparer.Default.Equals(shapes[type].Type, shape.Type);

    private static bool WriteNumber(long number, Span<byte> bytes)
    {
        Span<byte> wide = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(wide, number);
        wide[..bytes.Length].CopyTo(bytes);
        return true;
    }
}
