using CsBpf.Compiler.Diagnostics;
using CsBpf.Compiler.Frontend.Binding;
using CsBpf.Compiler.Frontend.Types;
using CsBpf.Compiler.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CsBpf.Compiler.Frontend.Lowering;

/// <summary>Compiles conversions.</summary>
/// <param name="method">The method.</param>
internal sealed class ConversionLowering(MethodLowering method)
{
    private InstructionBuilder Builder => method.Builder;

    /// <summary>Compiles a conversion, written or implied.</summary>
    public Operand Lower(IConversionOperation operation)
    {
        if (operation.Operand is IDelegateCreationOperation or IFlowAnonymousFunctionOperation or IMethodReferenceOperation || operation.Type is { TypeKind: TypeKind.Delegate })
            return method.Expressions.Refuse(LanguageDiagnostics.Delegate, operation);
        if (operation.Operand is IConversionOperation { OperatorMethod: null, Operand: { } boxed } boxing && IsUnboxing(operation, boxing))
            return method.Operands.Copy(method.Expressions.Lower(boxed), operation);
        return Apply(operation, method.Expressions.Lower(operation.Operand));
    }

    /// <summary>Converts an operand that has been computed.</summary>
    public Operand Apply(IConversionOperation operation, Operand operand)
    {
        if (operand is NothingOperand or EnumeratorOperand || operation.Type is null)
            return operand;
        if (operation.Type is { } target && SpanShapes.IsSpan(target) && LowerToSpan(operand, operation) is { } span)
            return span;
        if (PointerLowering.IsPointer(operation) || PointerLowering.IsPointer(operation.Operand))
            return method.Pointers.Convert(operand, method.ShapeOf(operation), operation);
        if (IndexShapes.IsIndex(operation.Type) && operation.OperatorMethod is not null)
            return method.Indexes.Convert(operand, method.ShapeOf(operation), operation);
        if (operation.OperatorMethod is { } @operator)
            return LowerUserDefined(operation, method.Constrained.Resolve(@operator, operation.ConstrainedToType), operand);
        // What a cast gives is no variable, even where it changes nothing.
        if (operation.GetConversion().IsIdentity || SymbolEqualityComparer.Default.Equals(method.TypeOf(operation), method.TypeOf(operation.Operand)))
            return operation.IsImplicit ? operand : method.Operands.Copy(operand, operation);
        if (operation.Type.SpecialType == SpecialType.System_Object || operation.Type.TypeKind == TypeKind.Interface)
            return LowerToObject(operation, operand);
        return Convert(operand, method.ShapeOf(operation), operation.IsChecked || IsCheckedBesides(operation), operation);
    }

    /// <summary>An operand as a value of another type.</summary>
    public Operand Convert(Operand operand, TypeShape target, bool isChecked, IOperation operation)
    {
        TypeShape? source = OperandAccess.ShapeOf(operand);
        if (source is null || target.Kind == ShapeKind.Unsupported || SymbolEqualityComparer.Default.Equals(source.Type, target.Type))
            return operand;
        if (NullableLowering.IsNullable(source) || NullableLowering.IsNullable(target))
            return method.Nullables.Convert(operand, source, target, isChecked, operation);
        if (source.Kind == ShapeKind.Integer && target.Kind == ShapeKind.Integer)
            return new ValueOperand(ConvertInteger(method.Operands.Read(operand, operation), source, target, isChecked), target);
        if (source.Kind == ShapeKind.KernelAddress && target.Kind == ShapeKind.KernelAddress)
            return ConvertReference(operand, target, operation);
        if (source.Type.IsTupleType && target.Type.IsTupleType)
            return method.Structs.ConvertTuple(method.Operands.Materialize(operand, operation), target, isChecked, operation);
        return method.Expressions.Refuse(LanguageDiagnostics.UnsupportedOperation, operation, $"The conversion from '{source.Type}' to '{target.Type}'");
    }

    /// <summary>An integer of one type as one of another.</summary>
    public Value ConvertInteger(Value value, TypeShape source, TypeShape target, bool isChecked)
    {
        Value result = target.Bits == 64 ? Builder.Widen(value, source.IsSigned) : Builder.Narrow(value);
        if (target.Bits < 32 && !Contains(target, source))
            result = Extend(result, target);
        if (isChecked && !Contains(target, source))
            GuardRange(value, source, result, target);
        return result;
    }

    /// <summary>The result of a computation in the type of one shape, brought into the range of another: C# has no values outside.</summary>
    public Value Normalize(Value value, TypeShape computed, TypeShape target, bool isChecked)
    {
        if (target.Bits >= computed.Bits && target.Bits >= 32)
            return value.Type == target.IrType ? value : Builder.Widen(value, computed.IsSigned);
        Value result = Builder.Narrow(value);
        if (target.Bits < 32)
            result = Extend(result, target);
        if (isChecked)
            Builder.FaultIf(Builder.Compare(Opcode.NotEqual, Builder.Widen(result, target.IsSigned), Builder.Widen(value, computed.IsSigned)));
        return result;
    }

    /// <summary>True where a conversion that an operation makes is checked: where the source says so, or the project.</summary>
    public bool IsInCheckedContext(IOperation operation)
    {
        SyntaxKind context = operation.Syntax.Ancestors().Select(node => node.Kind()).FirstOrDefault(kind => kind
            is SyntaxKind.CheckedExpression or SyntaxKind.UncheckedExpression or SyntaxKind.CheckedStatement or SyntaxKind.UncheckedStatement);
        return context is SyntaxKind.CheckedExpression or SyntaxKind.CheckedStatement
            || (context is SyntaxKind.None && method.Context.Compilation.Options.CheckOverflow);
    }

    // Roslyn says only of casts between numbers that they are checked; those of enums, nullables and tuples it makes of these.
    private bool IsCheckedBesides(IConversionOperation operation) =>
        !operation.GetConversion().IsNumeric && IsInCheckedContext(operation);

    private Value Extend(Value value, TypeShape target) =>
        Builder.Emit(target.IsSigned ? Opcode.SignExtend : Opcode.ZeroExtend, IrType.I32, target.Bits, null, value);

    // True where every value of the source is one of the target.
    private static bool Contains(TypeShape target, TypeShape source) =>
        source.IsSigned == target.IsSigned ? target.Bits >= source.Bits : target.IsSigned && target.Bits > source.Bits;

    private void GuardRange(Value value, TypeShape source, Value result, TypeShape target)
    {
        Value wide = Builder.Widen(value, source.IsSigned);
        // Bits that are the same can still be another number: where one side has a sign and the other not, it must be positive.
        if (source.IsSigned != target.IsSigned && (source.Bits == 64 || target.Bits == 64))
            Builder.FaultIf(Builder.Compare(Opcode.LessSigned, wide, 0));
        if (target.Bits < 64)
            Builder.FaultIf(Builder.Compare(Opcode.NotEqual, wide, Builder.Widen(result, target.IsSigned)));
    }

    private Operand ConvertReference(Operand operand, TypeShape target, IOperation operation)
    {
        if (operand is KernelPlace place && target.Type is INamedTypeSymbol type && place.Shape.Type is INamedTypeSymbol own && type.GetKernelType() == own.GetKernelType())
            return place with { Shape = target };
        return new ValueOperand(method.Operands.Read(operand, operation), target);
    }

    // (int)(object)x, as generic code says that its T is int: nothing is put into a box to be taken out at once.
    private bool IsUnboxing(IConversionOperation operation, IConversionOperation boxing) =>
        operation.OperatorMethod is null && boxing.Type?.SpecialType == SpecialType.System_Object
        && method.TypeOf(operation) is { IsValueType: true } type && SymbolEqualityComparer.Default.Equals(type, method.TypeOf(boxing.Operand));

    private Operand LowerToObject(IConversionOperation operation, Operand operand)
    {
        // Only to be compared: an object variable can't be declared.
        if (method.TypeOf(operation.Operand) is not { } type || type.IsKernelClass())
            return operand;
        return method.Expressions.Refuse(LanguageDiagnostics.Boxing, operation, type.ToDisplayString(), operation.Type!.ToDisplayString());
    }

    /// <summary>The address of a text: of a constant, of nothing, or of one that a condition decides on; null for other operands.</summary>
    public Value? TextAddress(Operand operand) => operand switch
    {
        TextOperand { Text: var text } => Builder.Emit(Opcode.Reinterpret, IrType.KernelPointer, Builder.AddressOf(method.Context.Globals.GetText(text))),
        ValueOperand { Value: { Type: IrType.KernelPointer } value, Shape.Type.SpecialType: SpecialType.System_String } => value,
        MemoryPlace { Shape: { Kind: ShapeKind.KernelAddress, Type.SpecialType: SpecialType.System_String } } place => method.Operands.ReadMemory(place),
        _ => null,
    };

    private Operand LowerUserDefined(IConversionOperation operation, IMethodSymbol @operator, Operand operand)
    {
        TypeShape target = method.ShapeOf(operation);
        if (operand is TextOperand { Text: var text } && target.Kind == ShapeKind.FormatText)
            return new FormatOperand(FormatText.Of(text));
        if (target.Kind == ShapeKind.KernelAddress && operation.Operand.Type is { SpecialType: SpecialType.System_String } && TextAddress(operand) is { } address)
            return new ValueOperand(address, target);
        return target.Kind == ShapeKind.FormatText
            ? method.Expressions.Refuse(FormatDiagnostics.NotInPlace, operation)
            : method.Calls.CallOperator(operation, @operator, method.Operands.Copy(operand, operation.Operand));
    }

    private MemoryPlace? LowerToSpan(Operand operand, IConversionOperation operation)
    {
        TypeShape target = method.ShapeOf(operation);
        if (operand is TableOperand constant && target.Type.Name == nameof(Span<>))
        {
            method.Report(TypeDiagnostics.ConstantTable, operation, constant.Element.Type.ToDisplayString());
            return method.Structs.Default(target);
        }

        if (operand is TableOperand table && target.Type.Name == nameof(ReadOnlySpan<>)
            && SymbolEqualityComparer.Default.Equals(table.Element.Type, target.SpanElement?.Type))
            return method.Spans.OfTable(table, target);
        if (operand is TextOperand { Text: var text } && target.SpanElement is { Type.SpecialType: SpecialType.System_Char })
            return method.Spans.OfCharacters(text, target);
        return operand is not Place { Shape: var source } || target.SpanElement is not { } element ? null
            : source.Elements is { } elements && SymbolEqualityComparer.Default.Equals(elements.Shape.Type, element.Type)
                ? method.Spans.OfInlineArray(method.Operands.Materialize(operand, operation), target, operation)
            : SymbolEqualityComparer.Default.Equals(source.SpanElement?.Type, element.Type)
                ? method.Spans.Convert(method.Operands.Materialize(operand, operation), target, operation) as MemoryPlace
            : null;
    }
}
