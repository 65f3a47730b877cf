using CsBpf.Compiler.Diagnostics;
using CsBpf.Compiler.Frontend.Types;
using CsBpf.Compiler.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace CsBpf.Compiler.Frontend.Lowering;

/// <summary>Compiles the use of constant tables: <c>static readonly</c> arrays, which are memory that never changes.</summary>
/// <param name="method">The method.</param>
internal sealed class TableLowering(MethodLowering method)
{
    /// <summary>True for a field that is a table, if its elements are constants.</summary>
    public static bool IsTable(IFieldSymbol field) =>
        field is { IsStatic: true, IsReadOnly: true, Type: IArrayTypeSymbol { IsSZArray: true } };

    /// <summary>Compiles the name of a table.</summary>
    public Operand LowerField(IFieldReferenceOperation operation)
    {
        IFieldSymbol field = operation.Field;
        TypeShape element = method.ShapeOf(((IArrayTypeSymbol)field.Type).ElementType, operation);
        if (element.Kind == ShapeKind.Unsupported)
            return NothingOperand.Instance;
        if (Elements(field) is not { } elements || Bytes(elements, element) is not { } bytes)
            return method.Expressions.Refuse(MapDiagnostics.InitialValue, operation, field.Name);
        ConstructorRules.Check(method.Context, field.ContainingType, field.ContainingType.StaticConstructors);
        return new TableOperand(bytes, element, elements.Length);
    }

    /// <summary>Compiles <c>table[i]</c>.</summary>
    public Operand LowerElement(IArrayElementReferenceOperation operation)
    {
        Operand array = method.Expressions.Lower(operation.ArrayReference);
        if (array is TableOperand && operation.Indices is [{ } range] && IndexLowering.IsRange(range))
            return method.Expressions.Refuse(LanguageDiagnostics.HeapAllocation, operation, operation.Type?.ToDisplayString(), Alternatives.OfAllocation(operation.Type));
        if (array is not TableOperand table || operation.Indices is not [var argument])
        {
            return array is NothingOperand
                ? array
                : method.Expressions.Refuse(TypeDiagnostics.Array, operation, operation.ArrayReference.Type?.ToDisplayString());
        }

        if (method.Indexes.LowerOffset(argument, () => method.Builder.Constant(IrType.I32, table.Count)) is not { } index)
            return method.Elements.RefuseIndex(operation, argument);
        return Element(table, index);
    }

    /// <summary>The element at an index; the fault exit where there is none.</summary>
    public MemoryPlace Element(TableOperand table, Value index)
    {
        Value position = method.Elements.Guard(index, method.Builder.Constant(IrType.I64, table.Count));
        return method.Elements.Element(PlaceOf(table), position, table.Element);
    }

    /// <summary>Compiles a property of an array: its length.</summary>
    public Operand LowerProperty(IPropertyReferenceOperation operation)
    {
        Operand array = operation.Instance is { } instance ? method.Expressions.Lower(instance) : NothingOperand.Instance;
        return array switch
        {
            TableOperand table when operation.Property.Name == nameof(Array.Length) =>
                new ValueOperand(method.Builder.Constant(IrType.I32, table.Count), method.Context.Shapes.Int32),
            NothingOperand => array,
            _ => method.Expressions.Refuse(TypeDiagnostics.Array, operation, operation.Instance!.Type?.ToDisplayString()),
        };
    }

    /// <summary>Compiles <c>table.AsSpan(…)</c>, where nothing is done with the span but to read; null for other calls.</summary>
    public Operand? TryLowerAsSpan(IInvocationOperation operation)
    {
        IMethodSymbol target = operation.TargetMethod;
        if (target is not { Name: nameof(MemoryExtensions.AsSpan), Parameters: [{ Type: IArrayTypeSymbol }, ..], ContainingType: { Name: nameof(MemoryExtensions), ContainingNamespace.Name: nameof(System) } })
            return null;
        IOperation[] arguments = [.. operation.Arguments.OrderBy(argument => argument.Parameter!.Ordinal).Select(argument => argument.Value)];
        Operand array = method.Expressions.Lower(arguments[0]);
        if (array is not TableOperand table)
            return method.Expressions.IsDiagnosed(array) ? array : method.Expressions.Refuse(TypeDiagnostics.Array, operation, arguments[0].Type?.ToDisplayString());
        if (!IsOnlyRead(operation))
            return method.Expressions.Refuse(TypeDiagnostics.ConstantTable, operation, table.Element.Type.ToDisplayString());
        return method.Spans.OfTable(table, method.ShapeOf(operation), arguments.AsSpan(1), operation);
    }

    /// <summary>True for the span of a table, or a part of one: what it shows is not to be written to.</summary>
    public static bool IsSpanOfTable(IOperation? span) => span switch
    {
        IInvocationOperation { TargetMethod: { Name: nameof(MemoryExtensions.AsSpan), Parameters: [{ Type: IArrayTypeSymbol }, ..] } } => true,
        IInvocationOperation { TargetMethod.Name: nameof(Span<>.Slice), Instance: var whole } => IsSpanOfTable(whole),
        IImplicitIndexerReferenceOperation { Instance: var whole } => IsSpanOfTable(whole),
        _ => false,
    };

    // The CLR would let the elements change through it.
    private static bool IsOnlyRead(IOperation span) => span.Parent switch
    {
        _ when span.Syntax.Parent is ForEachStatementSyntax loop && loop.Expression == span.Syntax => loop.Type is not RefTypeSyntax { ReadOnlyKeyword.RawKind: 0 },
        IConversionOperation { Type: { } type } => type.Name == nameof(ReadOnlySpan<>),
        IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { ContainingType.Name: nameof(MemoryExtensions), Name: not nameof(MemoryExtensions.Reverse) } } } => true,
        IInvocationOperation { TargetMethod.Name: nameof(Span<>.CopyTo) or nameof(Span<>.TryCopyTo) } => true,
        IInvocationOperation { TargetMethod.Name: nameof(Span<>.Slice) } part => IsOnlyRead(part),
        IImplicitIndexerReferenceOperation { Type.Name: nameof(Span<>) } part => IsOnlyRead(part),
        IPropertyReferenceOperation { Property: { IsIndexer: true } or { Name: nameof(Span<>.Length) or nameof(Span<>.IsEmpty) } } => true,
        IImplicitIndexerReferenceOperation => true,
        _ => false,
    };

    /// <summary>The memory of a table.</summary>
    public MemoryPlace PlaceOf(TableOperand table)
    {
        GlobalVariable memory = method.Context.Globals.GetConstant(table.Bytes, table.Element.Alignment);
        return new MemoryPlace(method.Builder.AddressOf(memory), 0, table.Element) { IsConstant = true };
    }

    private IOperation[]? Elements(IFieldSymbol field)
    {
        IOperation? value = InitialValue.Find(method.Context.Compilation, field);
        while (value is IConversionOperation { OperatorMethod: null } conversion)
            value = conversion.Operand;
        return value switch
        {
            ICollectionExpressionOperation collection when !collection.Elements.Any(element => element is ISpreadOperation) =>
                [.. collection.Elements],
            IArrayCreationOperation { Initializer: { } initializer } => [.. initializer.ElementValues],
            IArrayInitializerOperation initializer => [.. initializer.ElementValues],
            _ => null,
        };
    }

    private byte[]? Bytes(IOperation[] elements, TypeShape element) =>
        elements.Length == 0 ? null : new InitialValue(method.Context.Compilation, method.Context.Shapes).TryWrite(elements, element);
}
