using CsBpf.Compiler.Diagnostics;
using CsBpf.Compiler.Frontend.Types;
using CsBpf.Compiler.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using BasicBlock = CsBpf.Compiler.Ir.BasicBlock;

namespace CsBpf.Compiler.Frontend.Lowering;

/// <summary>Compiles tests for null and values that may be missing.</summary>
/// <param name="method">The method.</param>
internal sealed class NullableLowering(MethodLowering method)
{
    private InstructionBuilder Builder => method.Builder;

    /// <summary>True for the shape of a <c>T?</c> of a value type.</summary>
    public static bool IsNullable(TypeShape shape) => shape.Type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T;

    /// <summary>Compiles the tests that <c>?.</c> and <c>??</c> are made of.</summary>
    public Operand LowerIsNull(IIsNullOperation operation) =>
        new ValueOperand(IsNull(method.Expressions.Lower(operation.Operand), operation.Operand), method.Context.Shapes.Boolean);

    /// <summary>Whether an operand is null.</summary>
    public Value IsNull(Operand operand, IOperation operation)
    {
        if (operand is Place { Shape: var shape } place && IsNullable(shape))
            return Builder.IsZero(HasValue(method.Operands.Materialize(place, operation)));
        // The enumerator of an array is no IDisposable.
        if (operand is EnumeratorOperand)
            return Builder.Constant(true);
        // Generic code asks values, too.
        bool isValue = operand is Place { Shape.Kind: ShapeKind.Aggregate or ShapeKind.Integer or ShapeKind.Boolean }
            or ValueOperand { Shape.Kind: ShapeKind.Integer or ShapeKind.Boolean };
        return isValue ? Builder.Constant(false) : Builder.IsZero(method.Operands.Read(operand, operation));
    }

    /// <summary>Compiles the properties of a nullable value.</summary>
    public Operand LowerProperty(IPropertyReferenceOperation operation)
    {
        MemoryPlace place = method.Expressions.LowerPlace(operation.Instance!);
        if (operation.Property.Name == nameof(Nullable<>.HasValue))
            return new ValueOperand(HasValue(place), method.Context.Shapes.Boolean);
        Builder.FaultIf(Builder.IsZero(HasValue(place)));
        return method.Operands.Copy(ValueOf(place), operation);
    }

    /// <summary>Compiles the methods of a nullable value.</summary>
    public Operand LowerCall(IInvocationOperation operation)
    {
        IMethodSymbol target = operation.TargetMethod;
        bool isGetter = target.AssociatedSymbol is { Name: nameof(Nullable<>.HasValue) };
        if ((!isGetter && target.Name != nameof(Nullable<>.GetValueOrDefault)) || operation.Instance is null)
            return method.Expressions.Refuse(LanguageDiagnostics.MethodWithoutSource, operation, target.ToDisplayString(), Alternatives.OfMember(target));
        MemoryPlace place = method.Expressions.LowerPlace(operation.Instance);
        if (isGetter)
            return new ValueOperand(HasValue(place), method.Context.Shapes.Boolean);
        // The value of a missing one is its default, always: that is how it is made.
        if (operation.Arguments is not [{ Value: var alternative }])
            return method.Operands.Copy(ValueOf(place), operation);
        MemoryPlace result = method.Variables.NewTemporary("value", ValueOf(place).Shape);
        method.Operands.Write(result, method.Expressions.Lower(alternative), alternative);
        Builder.WhenTrue(HasValue(place), () => method.Operands.Write(result, ValueOf(place), operation));
        return result;
    }

    /// <summary>Converts to or from a nullable value.</summary>
    public Operand Convert(Operand operand, TypeShape source, TypeShape target, bool isChecked, IOperation operation)
    {
        if (!IsNullable(source))
            return IsNullable(target) && source.Type.IsReferenceType ? method.Structs.Default(target) : Wrap(operand, target, isChecked, operation);
        MemoryPlace place = method.Operands.Materialize(operand, operation);
        if (!IsNullable(target))
        {
            Builder.FaultIf(Builder.IsZero(HasValue(place)));
            return method.Conversions.Convert(ValueOf(place), target, isChecked, operation);
        }

        MemoryPlace result = method.Structs.Default(target);
        Builder.WhenTrue(HasValue(place), () => method.Operands.Write(result, Wrap(ValueOf(place), target, isChecked, operation), operation));
        return result;
    }

    /// <summary>Compiles a comparison with <c>null</c>; null where the operation is none.</summary>
    public Operand? TryLowerNullTest(IBinaryOperation operation)
    {
        if (operation.OperatorKind is not (BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals))
            return null;
        IOperation? tested = IsNullLiteral(operation.RightOperand) ? operation.LeftOperand : IsNullLiteral(operation.LeftOperand) ? operation.RightOperand : null;
        if (tested is IConversionOperation { OperatorMethod: null, Operand: { Type: ITypeParameterSymbol } operand })
            tested = operand;
        if (tested?.Type is not ({ OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } or ITypeParameterSymbol))
            return null;
        Value isNull = IsNull(method.Expressions.Lower(tested), tested);
        return new ValueOperand(operation.OperatorKind == BinaryOperatorKind.Equals ? isNull : Builder.IsZero(isNull), method.Context.Shapes.Boolean);
    }

    /// <summary>Compiles an operator on values that may be missing.</summary>
    public Operand LowerBinary(IBinaryOperation operation)
    {
        MemoryPlace left = Copy(operation.LeftOperand);
        MemoryPlace right = Copy(operation.RightOperand);
        if (!IsNullable(left.Shape) || !IsNullable(right.Shape))
            return NothingOperand.Instance;
        TypeShape shape = ValueOf(left).Shape;
        if (!shape.IsScalar)
            return method.Expressions.Refuse(LanguageDiagnostics.UnsupportedOperation, operation, $"The lifted operator {operation.OperatorKind}");
        if (shape.Kind == ShapeKind.Boolean && operation.OperatorKind is BinaryOperatorKind.And or BinaryOperatorKind.Or)
            return ComputeTruth(operation.OperatorKind, left, right);
        return ArithmeticLowering.IsComparison(operation.OperatorKind)
            ? new ValueOperand(Compare(operation.OperatorKind, left, right), method.Context.Shapes.Boolean)
            : Compute(operation, left, right, shape);
    }

    /// <summary>Compiles an operator on a value that may be missing.</summary>
    public Operand LowerUnary(IUnaryOperation operation, Func<Operand, Operand> compute)
    {
        MemoryPlace operand = Copy(operation.Operand);
        return IsNullable(operand.Shape)
            ? Compute(method.ShapeOf(operation), HasValue(operand), operation, () => compute(ValueOf(operand)))
            : NothingOperand.Instance;
    }

    /// <summary>Compiles an operator of a type on two values of it that may be missing.</summary>
    public Operand LowerUserDefined(IBinaryOperation operation, Func<Operand, Operand, Operand> compute)
    {
        MemoryPlace left = Copy(operation.LeftOperand);
        MemoryPlace right = Copy(operation.RightOperand);
        if (!IsNullable(left.Shape) || !IsNullable(right.Shape))
            return NothingOperand.Instance;
        Value hasLeft = HasValue(left);
        Value hasRight = HasValue(right);
        Value hasBoth = Builder.Binary(Opcode.And, hasLeft, hasRight);
        TypeShape shape = method.ShapeOf(operation);
        if (IsNullable(shape))
            return Compute(shape, hasBoth, operation, () => compute(ValueOf(left), ValueOf(right)));
        MemoryPlace result = method.Variables.NewTemporary("compared", shape);
        method.Operands.WriteMemory(result, operation.OperatorKind switch
        {
            BinaryOperatorKind.Equals => Builder.Compare(Opcode.Equal, hasLeft, hasRight),
            BinaryOperatorKind.NotEquals => Builder.Compare(Opcode.NotEqual, hasLeft, hasRight),
            _ => Builder.Constant(false),
        });
        Builder.WhenTrue(hasBoth, () => method.Operands.Write(result, compute(ValueOf(left), ValueOf(right)), operation));
        return result;
    }

    /// <summary>x &amp; y or x | y of truths that may be missing: what one of them decides alone is known without the other.</summary>
    public MemoryPlace ComputeTruth(BinaryOperatorKind kind, MemoryPlace left, MemoryPlace right)
    {
        (Value hasLeft, Value x) = Truth(left);
        (Value hasRight, Value y) = Truth(right);
        Value isKnown = Builder.Binary(Opcode.And, hasLeft, hasRight);
        (Value decidesLeft, Value decidesRight) = kind == BinaryOperatorKind.Or
            ? (x, y)
            : (Builder.Binary(Opcode.And, hasLeft, Builder.IsZero(x)), Builder.Binary(Opcode.And, hasRight, Builder.IsZero(y)));
        isKnown = Builder.Binary(Opcode.Or, isKnown, Builder.Binary(Opcode.Or, decidesLeft, decidesRight));
        MemoryPlace result = method.Structs.Default(left.Shape);
        method.Operands.WriteMemory(Part(result, NullableFields.HasValue), isKnown);
        method.Operands.WriteMemory(ValueOf(result), Builder.Binary(kind == BinaryOperatorKind.Or ? Opcode.Or : Opcode.And, x, y));
        return result;

        (Value Has, Value Truth) Truth(MemoryPlace place)
        {
            Value has = HasValue(place);
            return (has, Builder.Binary(Opcode.And, has, method.Operands.ReadMemory(ValueOf(place))));
        }
    }

    /// <summary>A nullable value that is computed where a condition holds, and missing where not.</summary>
    public MemoryPlace Compute(TypeShape shape, Value condition, IOperation operation, Func<Operand> compute)
    {
        MemoryPlace result = method.Structs.Default(shape);
        Builder.WhenTrue(condition, () => method.Operands.Write(result, Wrap(compute(), shape, isChecked: false, operation), operation));
        return result;
    }

    /// <summary>Whether there is a value.</summary>
    public Value HasValue(MemoryPlace place) => method.Operands.ReadMemory(Part(place, NullableFields.HasValue));

    /// <summary>The value that there is, or the default.</summary>
    public static MemoryPlace ValueOf(MemoryPlace place) => Part(place, NullableFields.Value);

    /// <summary>The shape of the value in a nullable one.</summary>
    public static TypeShape ValueShape(TypeShape nullable) =>
        nullable.Layout!.Fields.First(field => field.Name == NullableFields.Value).Shape;

    /// <summary>True for <c>null</c>, of whatever type.</summary>
    public static bool IsNullLiteral(IOperation operation)
    {
        while (operation is IConversionOperation conversion)
            operation = conversion.Operand;
        return operation is IDefaultValueOperation { ConstantValue: { HasValue: true, Value: null } } or ILiteralOperation { ConstantValue: { HasValue: true, Value: null } };
    }

    private static MemoryPlace Part(MemoryPlace place, string name) =>
        OperandAccess.Field(place, place.Shape.Layout!.Fields.First(field => field.Name == name));

    private TypeShape ValueShape(ITypeSymbol type) => method.Context.Shapes[((INamedTypeSymbol)type).TypeArguments[0]];

    private MemoryPlace Copy(IOperation operation) =>
        method.Operands.Materialize(method.Operands.Copy(method.Expressions.Lower(operation), operation), operation);

    private MemoryPlace Wrap(Operand operand, TypeShape target, bool isChecked, IOperation operation)
    {
        MemoryPlace result = method.Structs.Default(target);
        method.Operands.WriteMemory(Part(result, NullableFields.HasValue), Builder.Constant(true));
        MemoryPlace value = ValueOf(result);
        method.Operands.Write(value, method.Conversions.Convert(operand, value.Shape, isChecked, operation), operation);
        return result;
    }

    /// <summary>Compares values that may be missing: null equals null; every other comparison with null is false.</summary>
    public Value Compare(BinaryOperatorKind kind, MemoryPlace left, MemoryPlace right)
    {
        Value hasLeft = HasValue(left);
        Value hasRight = HasValue(right);
        MemoryPlace leftValue = ValueOf(left);
        Value x = method.Operands.ReadMemory(leftValue);
        Value y = method.Operands.ReadMemory(ValueOf(right));
        if (kind is not (BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals))
            return Builder.Binary(Opcode.And, Builder.Binary(Opcode.And, hasLeft, hasRight), method.Arithmetic.Compare(kind, x, y, leftValue.Shape.IsSigned));
        Value sameValue = Builder.Binary(Opcode.Or, Builder.IsZero(hasLeft), Builder.Compare(Opcode.Equal, x, y));
        Value equal = Builder.Binary(Opcode.And, Builder.Compare(Opcode.Equal, hasLeft, hasRight), sameValue);
        return kind == BinaryOperatorKind.Equals ? equal : Builder.IsZero(equal);
    }

    private MemoryPlace Compute(IBinaryOperation operation, MemoryPlace left, MemoryPlace right, TypeShape shape)
    {
        TypeShape target = method.ShapeOf(operation);
        MemoryPlace result = method.Structs.Default(target);
        Builder.WhenTrue(Builder.Binary(Opcode.And, HasValue(left), HasValue(right)), () =>
        {
            Value x = method.Operands.ReadMemory(ValueOf(left));
            Value y = method.Operands.ReadMemory(ValueOf(right));
            Value value = method.Arithmetic.Compute(operation.OperatorKind, x, y, shape, operation.IsChecked, operation);
            TypeShape valueShape = ValueOf(result).Shape;
            value = valueShape.Kind == ShapeKind.Integer ? method.Conversions.Normalize(value, shape, valueShape, operation.IsChecked) : value;
            method.Operands.Write(result, Wrap(new ValueOperand(value, valueShape), target, isChecked: false, operation), operation);
        });
        return result;
    }
}
