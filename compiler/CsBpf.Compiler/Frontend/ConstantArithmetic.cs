using CsBpf.Compiler.Frontend.Types;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CsBpf.Compiler.Frontend;

/// <summary>Computes with integers that are known when the program is compiled, though C# says that they are no constants.</summary>
/// <param name="shapes">The integers' widths and signs.</param>
/// <param name="arguments">The value of a parameter; null where it is not known.</param>
internal sealed class ConstantArithmetic(TypeShapes shapes, Func<IParameterSymbol, long?> arguments)
{
    /// <summary>The bits of an expression's value.</summary>
    /// <returns>Null where they are not known.</returns>
    public long? Evaluate(IOperation operation) => operation switch
    {
        { ConstantValue: { HasValue: true, Value: var constant } } => ConstantValues.ToInt64(constant),
        IParameterReferenceOperation { Parameter: var parameter } => arguments(parameter),
        IConversionOperation { OperatorMethod: null, IsChecked: false, Operand: var operand } => Fit(Evaluate(operand), operation),
        IUnaryOperation { OperatorMethod: null, IsLifted: false, IsChecked: false } unary => Fit(Compute(unary), unary),
        IBinaryOperation { OperatorMethod: null, IsLifted: false, IsChecked: false } binary => Fit(Compute(binary), binary),
        _ => null,
    };

    private long? Compute(IUnaryOperation operation) => (operation.OperatorKind, Evaluate(operation.Operand)) switch
    {
        (UnaryOperatorKind.Plus, { } value) => value,
        (UnaryOperatorKind.Minus, { } value) => unchecked(-value),
        (UnaryOperatorKind.BitwiseNegation, { } value) => ~value,
        _ => null,
    };

    private long? Compute(IBinaryOperation operation)
    {
        if (Evaluate(operation.LeftOperand) is not { } left || Evaluate(operation.RightOperand) is not { } right || operation.Type is not { } type)
            return null;
        int shift = (int)right & (shapes[type].Bits - 1);
        return operation.OperatorKind switch
        {
            BinaryOperatorKind.Add => unchecked(left + right),
            BinaryOperatorKind.Subtract => unchecked(left - right),
            BinaryOperatorKind.Multiply => unchecked(left * right),
            BinaryOperatorKind.And => left & right,
            BinaryOperatorKind.Or => left | right,
            BinaryOperatorKind.ExclusiveOr => left ^ right,
            BinaryOperatorKind.LeftShift => left << shift,
            BinaryOperatorKind.RightShift when shapes[type].IsSigned => left >> shift,
            BinaryOperatorKind.RightShift => (long)((ulong)left >> shift),
            _ => null,
        };
    }

    // A number in the type of what computed it.
    private long? Fit(long? number, IOperation operation)
    {
        if (number is not { } value || operation.Type is not { } type || shapes[type] is not { Kind: ShapeKind.Integer } shape)
            return null;
        int unused = 64 - shape.Bits;
        return shape.IsSigned ? value << unused >> unused : (long)((ulong)value << unused >> unused);
    }
}
