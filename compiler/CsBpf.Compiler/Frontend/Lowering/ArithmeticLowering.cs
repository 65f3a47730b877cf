using CsBpf.Compiler.Diagnostics;
using CsBpf.Compiler.Frontend.Binding;
using CsBpf.Compiler.Frontend.Types;
using CsBpf.Compiler.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CsBpf.Compiler.Frontend.Lowering;

/// <summary>Compiles operators on integers, bools and addresses.</summary>
/// <param name="method">The method.</param>
internal sealed class ArithmeticLowering(MethodLowering method)
{
    private static readonly Dictionary<BinaryOperatorKind, (Opcode Signed, Opcode Unsigned)> Operators = new()
    {
        [BinaryOperatorKind.Add] = (Opcode.Add, Opcode.Add),
        [BinaryOperatorKind.Subtract] = (Opcode.Subtract, Opcode.Subtract),
        [BinaryOperatorKind.Multiply] = (Opcode.Multiply, Opcode.Multiply),
        [BinaryOperatorKind.Divide] = (Opcode.DivideSigned, Opcode.DivideUnsigned),
        [BinaryOperatorKind.Remainder] = (Opcode.RemainderSigned, Opcode.RemainderUnsigned),
        [BinaryOperatorKind.And] = (Opcode.And, Opcode.And),
        [BinaryOperatorKind.Or] = (Opcode.Or, Opcode.Or),
        [BinaryOperatorKind.ExclusiveOr] = (Opcode.Xor, Opcode.Xor),
        [BinaryOperatorKind.LeftShift] = (Opcode.ShiftLeft, Opcode.ShiftLeft),
        [BinaryOperatorKind.RightShift] = (Opcode.ShiftRightSigned, Opcode.ShiftRightUnsigned),
        [BinaryOperatorKind.UnsignedRightShift] = (Opcode.ShiftRightUnsigned, Opcode.ShiftRightUnsigned),
    };

    // x > y is y < x.
    private static readonly Dictionary<BinaryOperatorKind, (Opcode Signed, Opcode Unsigned, bool IsSwapped)> Comparisons = new()
    {
        [BinaryOperatorKind.Equals] = (Opcode.Equal, Opcode.Equal, false),
        [BinaryOperatorKind.NotEquals] = (Opcode.NotEqual, Opcode.NotEqual, false),
        [BinaryOperatorKind.LessThan] = (Opcode.LessSigned, Opcode.LessUnsigned, false),
        [BinaryOperatorKind.LessThanOrEqual] = (Opcode.LessOrEqualSigned, Opcode.LessOrEqualUnsigned, false),
        [BinaryOperatorKind.GreaterThan] = (Opcode.LessSigned, Opcode.LessUnsigned, true),
        [BinaryOperatorKind.GreaterThanOrEqual] = (Opcode.LessOrEqualSigned, Opcode.LessOrEqualUnsigned, true),
    };

    private InstructionBuilder Builder => method.Builder;

    /// <summary>Compiles an operator with two operands.</summary>
    public Operand LowerBinary(IBinaryOperation operation)
    {
        if (operation.OperatorMethod is { } @operator)
            return LowerUserDefined(operation, @operator);
        if (PointerLowering.IsPointer(operation.LeftOperand) || PointerLowering.IsPointer(operation.RightOperand))
            return method.Pointers.LowerBinary(operation);
        if (method.Nullables.TryLowerNullTest(operation) is { } test)
            return test;
        if (operation.IsLifted)
            return method.Nullables.LowerBinary(operation);
        if (operation.Type is { SpecialType: SpecialType.System_String } || operation.LeftOperand.Type is { SpecialType: SpecialType.System_String })
            return method.Texts.LowerBinary(operation);
        Value left = method.Expressions.LowerValue(operation.LeftOperand);
        Value right = method.Expressions.LowerValue(operation.RightOperand);
        TypeShape? shape = OperandShape(operation.LeftOperand) ?? OperandShape(operation.RightOperand);
        if (shape is null)
            return NothingOperand.Instance;
        if (Comparisons.ContainsKey(operation.OperatorKind))
            return new ValueOperand(Compare(operation.OperatorKind, left, right, shape.IsSigned), method.Context.Shapes.Boolean);
        TypeShape result = method.ShapeOf(operation);
        if (!result.IsScalar || !Operators.ContainsKey(operation.OperatorKind))
            return method.Expressions.Refuse(LanguageDiagnostics.UnsupportedOperation, operation, $"The operator {operation.OperatorKind}");
        Value value = Compute(operation.OperatorKind, left, right, shape, operation.IsChecked, operation);
        return new ValueOperand(result.Kind == ShapeKind.Integer ? method.Conversions.Normalize(value, shape, result, operation.IsChecked) : value, result);
    }

    /// <summary>Compiles an operator with one operand.</summary>
    public Operand LowerUnary(IUnaryOperation operation)
    {
        if (operation.OperatorKind == UnaryOperatorKind.Hat)
            return method.Indexes.LowerFromEnd(operation);
        if (operation.OperatorMethod is { } @operator)
            return LowerUserDefined(operation, @operator);
        TypeShape shape = method.ShapeOf(operation);
        if (operation.IsLifted)
            return method.Nullables.LowerUnary(operation, value => Unary((Place)value));
        if (!shape.IsScalar)
            return RefuseOperator(operation);
        Value value = method.Expressions.LowerValue(operation.Operand);
        return ComputeUnary(operation, value, shape) is { } result
            ? new ValueOperand(result, shape)
            : RefuseOperator(operation);

        Operand Unary(Place operand) => operand.Shape.IsScalar && ComputeUnary(operation, method.Operands.Read(operand, operation), operand.Shape) is { } computed
            ? new ValueOperand(computed, operand.Shape)
            : RefuseOperator(operation);
    }

    /// <summary>x op y, with the exceptions of C# as faults.</summary>
    public Value Compute(BinaryOperatorKind kind, Value left, Value right, TypeShape shape, bool isChecked, IOperation operation)
    {
        if (!Operators.TryGetValue(kind, out (Opcode Signed, Opcode Unsigned) opcodes))
        {
            method.Report(LanguageDiagnostics.UnsupportedOperation, operation, $"The operator {kind}");
            return left;
        }

        Opcode opcode = shape.IsSigned ? opcodes.Signed : opcodes.Unsigned;
        if (kind is BinaryOperatorKind.Divide or BinaryOperatorKind.Remainder)
            GuardDivision(left, right, shape.IsSigned);
        else if (IsShift(kind))
            right = Builder.Narrow(right);
        return isChecked && kind is (BinaryOperatorKind.Add or BinaryOperatorKind.Subtract or BinaryOperatorKind.Multiply)
            ? method.Checked.Compute(opcode, left, right, shape.IsSigned)
            : Builder.Binary(opcode, left, right);
    }

    /// <summary>x op y for a comparison.</summary>
    public Value Compare(BinaryOperatorKind kind, Value left, Value right, bool isSigned)
    {
        (Opcode signed, Opcode unsigned, bool isSwapped) = Comparisons[kind];
        Opcode opcode = isSigned ? signed : unsigned;
        return isSwapped ? Builder.Compare(opcode, right, left) : Builder.Compare(opcode, left, right);
    }

    /// <summary>What <c>CompareTo</c> of a number gives: the CLR subtracts numbers whose difference fits an int.</summary>
    public Value CompareTo(Value x, Value y, TypeShape number)
    {
        if (number.Bits >= 32)
            return Order(x, y, number.IsSigned);
        return number.Kind == ShapeKind.Boolean
            ? Builder.Binary(Opcode.Subtract, Number(x), Number(y))
            : Builder.Binary(Opcode.Subtract, x, y);

        Value Number(Value value) => Builder.Emit(Opcode.ZeroExtend, IrType.I32, 1, null, value);
    }

    /// <summary>-1, 0 or 1, as x is less than, the same as or more than y.</summary>
    public Value Order(Value x, Value y, bool isSigned)
    {
        Opcode less = isSigned ? Opcode.LessSigned : Opcode.LessUnsigned;
        Value notLess = Builder.Select(Builder.Compare(less, y, x), Builder.Constant(IrType.I32, 1), Builder.Constant(IrType.I32, 0));
        return Builder.Select(Builder.Compare(less, x, y), Builder.Constant(IrType.I32, -1), notLess);
    }

    /// <summary>True for the operators that compare.</summary>
    public static bool IsComparison(BinaryOperatorKind kind) => Comparisons.ContainsKey(kind);

    private static bool IsShift(BinaryOperatorKind kind) =>
        kind is BinaryOperatorKind.LeftShift or BinaryOperatorKind.RightShift or BinaryOperatorKind.UnsignedRightShift;

    private Operand LowerUserDefined(IBinaryOperation operation, IMethodSymbol @operator)
    {
        if (method.TypeTests.Decide(operation) is { } decided)
            return new ValueOperand(Builder.Constant(decided), method.Context.Shapes.Boolean);
        if (method.Constrained.FindInteger(operation.ConstrainedToType) is { } integer)
            return LowerGeneric(operation, integer);
        @operator = method.Constrained.Resolve(@operator, operation.ConstrainedToType);
        if (@operator.GetKernelOperation() is { } kernelOperation)
            return method.Kernel.LowerOperation(kernelOperation, operation, operation.LeftOperand, [operation.RightOperand]);
        if (@operator.ContainingType.SpecialType == SpecialType.System_String)
            return method.Texts.LowerBinary(operation);
        if (@operator.DeclaringSyntaxReferences.IsEmpty && method.Context.Library.Find(@operator, method.Context.TypeArguments) is null && !@operator.ContainingType.IsKernelClass())
            return method.Expressions.Refuse(LanguageDiagnostics.MethodWithoutSource, operation, @operator.ToDisplayString(), Alternatives.OfMember(@operator));
        if (operation.IsLifted)
            return method.Nullables.LowerUserDefined(operation, (x, y) => method.Calls.CallOperator(operation, @operator, x, y));
        Operand left = method.Calls.LowerOperand(operation.LeftOperand, @operator.Parameters[0]);
        Operand right = method.Calls.LowerOperand(operation.RightOperand, @operator.Parameters[1]);
        return method.Calls.CallOperator(operation, @operator, left, right);
    }

    private Operand LowerGeneric(IBinaryOperation operation, TypeShape shape)
    {
        Value left = method.Expressions.LowerValue(operation.LeftOperand);
        Value right = method.Expressions.LowerValue(operation.RightOperand);
        return IsComparison(operation.OperatorKind)
            ? new ValueOperand(Compare(operation.OperatorKind, left, right, shape.IsSigned), method.Context.Shapes.Boolean)
            : new ValueOperand(ComputeGeneric(operation.OperatorKind, left, right, shape, operation.IsChecked, operation), shape);
    }

    /// <summary>x op y for a type parameter that stands for an integer: of the same type, where C# itself would go on with an int.</summary>
    public Value ComputeGeneric(BinaryOperatorKind kind, Value left, Value right, TypeShape shape, bool isChecked, IOperation operation)
    {
        TypeShape computed = shape.Bits < 32 ? method.Context.Shapes.Int32 : shape;
        if (shape.Bits < 32 && IsShift(kind))
        {
            right = Builder.Binary(Opcode.And, right, shape.Bits - 1);
            if (kind == BinaryOperatorKind.UnsignedRightShift)
                left = Builder.Emit(Opcode.ZeroExtend, left.Type, shape.Bits, null, left);
        }

        return method.Conversions.Normalize(Compute(kind, left, right, computed, isChecked, operation), computed, shape, isChecked);
    }

    private Operand LowerUserDefined(IUnaryOperation operation, IMethodSymbol @operator)
    {
        if (method.Constrained.FindInteger(operation.ConstrainedToType) is not { } integer)
        {
            @operator = method.Constrained.Resolve(@operator, operation.ConstrainedToType);
            return operation.IsLifted
                ? method.Nullables.LowerUnary(operation, value => method.Calls.CallOperator(operation, @operator, value))
                : method.Calls.CallOperator(operation, @operator, method.Calls.LowerOperand(operation.Operand, @operator.Parameters[0]));
        }

        Value value = method.Expressions.LowerValue(operation.Operand);
        TypeShape computed = integer.Bits < 32 ? method.Context.Shapes.Int32 : integer;
        return ComputeUnary(operation, value, computed) is { } result
            ? new ValueOperand(method.Conversions.Normalize(result, computed, integer, operation.IsChecked), integer)
            : RefuseOperator(operation);
    }

    private Operand RefuseOperator(IUnaryOperation operation) =>
        method.Expressions.Refuse(LanguageDiagnostics.UnsupportedOperation, operation, $"The operator {operation.OperatorKind}");

    private Value? ComputeUnary(IUnaryOperation operation, Value value, TypeShape shape) => operation.OperatorKind switch
    {
        UnaryOperatorKind.Plus => value,
        UnaryOperatorKind.Minus when operation.IsChecked => method.Checked.Negate(value, shape.IsSigned),
        UnaryOperatorKind.Minus => Builder.Emit(Opcode.Negate, value.Type, value),
        UnaryOperatorKind.BitwiseNegation =>
            method.Conversions.Normalize(Builder.Binary(Opcode.Xor, value, -1), shape, shape, isChecked: false),
        UnaryOperatorKind.Not when shape.Kind == ShapeKind.Boolean => Builder.IsZero(value),
        _ => null,
    };

    // References are compared as objects of any class: the class that matters is that of the operand itself.
    private TypeShape? OperandShape(IOperation operand)
    {
        while (operand is IConversionOperation { OperatorMethod: null, Type.SpecialType: SpecialType.System_Object } conversion)
            operand = conversion.Operand;
        return operand.Type is { SpecialType: not SpecialType.System_Object } type ? method.ShapeOf(type, operand) is { IsScalar: true } shape ? shape : null : null;
    }

    private void GuardDivision(Value left, Value right, bool isSigned)
    {
        if (!right.IsConstant)
            Builder.FaultIf(Builder.IsZero(right));
        if (!isSigned || (right.IsConstant && right.Immediate != -1))
            return;
        long least = left.Type == IrType.I64 ? long.MinValue : int.MinValue;
        Value overflows = Builder.Compare(Opcode.Equal, left, least);
        if (!right.IsConstant)
            overflows = Builder.Binary(Opcode.And, Builder.Compare(Opcode.Equal, right, -1), overflows);
        Builder.FaultIf(overflows);
    }
}
