using System.Buffers.Binary;
using CsBpf.Compiler.Frontend.Binding;
using CsBpf.Compiler.Frontend.Lowering;
using CsBpf.Compiler.Frontend.Types;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace CsBpf.Compiler.Frontend;

/// <summary>Works out the bytes that a field starts with.</summary>
/// <param name="compilation">Where the field is declared.</param>
/// <param name="shapes">The shapes of its parts.</param>
/// <param name="arguments">The bytes of the parameters that expressions may use: of a constructor.</param>
internal sealed class InitialValue(Compilation compilation, TypeShapes shapes, IReadOnlyDictionary<IParameterSymbol, byte[]>? arguments = null)
{
    private readonly ConstantArithmetic _arithmetic = new(shapes, parameter => NumberOf(shapes, arguments, parameter));

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
        if (operation.ConstantValue is { HasValue: true, Value: null } && NullableLowering.IsNullable(shape))
            return true;
        if (operation.ConstantValue is { HasValue: true, Value: var constant })
            return shape.IsScalar && ConstantValues.ToInt64(constant) is { } number && WriteNumber(number, bytes[..shape.Size]);
        if (TimeSpanShape.IsTimeSpan(shape.Type) && ConstantTimeSpan.Find(operation) is { } ticks)
            return WriteNumber(ticks, bytes[..shape.Size]);
        return operation switch
        {
            IDefaultValueOperation => true,
            IConversionOperation { Operand: var operand, OperatorMethod: null } when NullableLowering.IsNullable(shape) && !IsSameType(operand, shape) =>
                TryWriteNullable(operand, shape, bytes),
            ITupleOperation tuple when shape is { Type.IsTupleType: true, Layout: { } layout } => TryWriteElements(tuple, layout, bytes),
            IConversionOperation { Operand: ITupleOperation tuple, OperatorMethod: null } => TryWrite(tuple, shape, bytes),
            IConversionOperation { Operand: var operand, OperatorMethod: null } conversion
                when IsIdentity(conversion) || IsSameType(operand, shape) =>
                TryWrite(operand, shape, bytes),
            IObjectCreationOperation creation when shape.Layout is { } layout =>
                (IsDefault(creation) || TryConstruct(creation.Constructor!, creation.Arguments, layout, bytes)) && TryWriteMembers(creation, layout, bytes),
            IParameterReferenceOperation { Parameter: var parameter } when shape.IsAggregate => TryWrite(parameter, shape, bytes),
            _ => shape.IsScalar && _arithmetic.Evaluate(operation) is { } computed && WriteNumber(computed, bytes[..shape.Size]),
        };
    }

    /// <summary>Writes the value of a parameter.</summary>
    /// <returns>False where it is not known.</returns>
    public bool TryWrite(IParameterSymbol parameter, TypeShape shape, Span<byte> bytes)
    {
        if (arguments?.GetValueOrDefault(parameter.OriginalDefinition) is not { } argument || argument.Length != shape.Size)
            return false;
        argument.CopyTo(bytes);
        return true;
    }

    /// <summary>Writes what a constructor makes of its arguments.</summary>
    /// <returns>False where that is not a constant.</returns>
    public bool TryConstruct(IMethodSymbol constructor, IEnumerable<IArgumentOperation> values, StructLayout layout, Span<byte> bytes)
    {
        var parameters = new Dictionary<IParameterSymbol, byte[]>(SymbolEqualityComparer.Default);
        foreach (IArgumentOperation value in values)
        {
            TypeShape shape = shapes[value.Parameter!.Type];
            byte[] argument = new byte[shape.Size];
            if (!(shape.IsScalar || shape.IsAggregate) || !TryWrite(value.Value, shape, argument))
                return false;
            parameters[value.Parameter.OriginalDefinition] = argument;
        }

        return new ConstantConstructor(constructor, layout, compilation, new InitialValue(compilation, shapes, parameters)).TryWrite(bytes);
    }

    private bool TryWriteNullable(IOperation operand, TypeShape shape, Span<byte> bytes)
    {
        (LayoutField hasValue, LayoutField value) = (shape.Layout!.Fields[0], shape.Layout.Fields[1]);
        bytes[hasValue.Offset] = 1;
        return TryWrite(operand, value.Shape, bytes.Slice(value.Offset, value.Shape.Size));
    }

    private bool TryWriteElements(ITupleOperation tuple, StructLayout layout, Span<byte> bytes)
    {
        for (int i = 0; i < layout.Fields.Length; i++)
        {
            LayoutField field = layout.Fields[i];
            if (i >= tuple.Elements.Length || !TryWrite(tuple.Elements[i], field.Shape, bytes.Slice(field.Offset, field.Shape.Size)))
                return false;
        }

        return true;
    }

    private bool TryWriteMembers(IObjectCreationOperation creation, StructLayout layout, Span<byte> bytes)
    {
        foreach (IOperation initializer in creation.Initializer?.Initializers ?? [])
        {
            if (initializer is not ISimpleAssignmentOperation assignment || !TryWriteMember(assignment.Target, assignment.Value, layout, bytes))
                return false;
        }

        return true;
    }

    /// <summary>Writes what is assigned to a field of a struct, or to a property that only stores.</summary>
    /// <returns>False where it is not a constant, or where something else is assigned to.</returns>
    public bool TryWriteMember(IOperation target, IOperation value, StructLayout layout, Span<byte> bytes)
    {
        LayoutField? field = (target as IMemberReferenceOperation)?.Member switch
        {
            IFieldSymbol symbol => layout.Find(symbol),
            IPropertySymbol property => layout.FindBackingField(property),
            _ => null,
        };
        return field is not null && TryWrite(value, field.Shape, bytes[field.Offset..]);
    }

    private static bool IsDefault(IObjectCreationOperation creation) =>
        creation is { Arguments.IsEmpty: true, Constructor: null or { IsImplicitlyDeclared: true } };

    private static long? NumberOf(TypeShapes shapes, IReadOnlyDictionary<IParameterSymbol, byte[]>? arguments, IParameterSymbol parameter)
    {
        TypeShape shape = shapes[parameter.Type];
        if (!shape.IsScalar || arguments?.GetValueOrDefault(parameter.OriginalDefinition) is not { } bytes)
            return null;
        Span<byte> wide = stackalloc byte[sizeof(long)];
        wide.Fill(shape.IsSigned && bytes[^1] > sbyte.MaxValue ? byte.MaxValue : (byte)0);
        bytes.CopyTo(wide);
        return BinaryPrimitives.ReadInt64LittleEndian(wide);
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
