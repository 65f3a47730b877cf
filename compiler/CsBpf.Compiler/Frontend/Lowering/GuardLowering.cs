using System.Diagnostics;
using CsBpf.Compiler.Frontend.Types;
using CsBpf.Compiler.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CsBpf.Compiler.Frontend.Lowering;

/// <summary>Compiles the methods of .NET that throw where a value is not as it should be: the fault exit.</summary>
/// <param name="method">The method.</param>
internal sealed class GuardLowering(MethodLowering method)
{
    private const string Range = "System.ArgumentOutOfRangeException";
    private const string Null = "System.ArgumentNullException";
    private const string Assertions = "System.Diagnostics.Debug";

    private InstructionBuilder Builder => method.Builder;

    /// <summary>Compiles a call; null where the method is not one of these.</summary>
    public Operand? TryLower(IInvocationOperation operation)
    {
        string type = operation.TargetMethod.ContainingType.ToDisplayString();
        if (type is not (Range or Null or Assertions))
            return null;
        // The name of the argument and the message are for the exception that nobody sees.
        Value[] values =
        [
            .. operation.Arguments.Where(argument => argument.Parameter?.Type.SpecialType != SpecialType.System_String)
                .OrderBy(argument => argument.Parameter?.Ordinal).Select(argument => method.Expressions.LowerValue(Unboxed(argument.Value))),
        ];
        if (FindCondition(type, operation.TargetMethod, values) is not { } condition)
            return null;
        Builder.FaultIf(condition);
        return NothingOperand.Instance;
    }

    private Value? FindCondition(string type, IMethodSymbol target, Value[] values) => (type, target.Name, values) switch
    {
        (Assertions, nameof(Debug.Assert), [{ Type: IrType.Bool } holds]) => Builder.IsZero(holds),
        (Null, nameof(ArgumentNullException.ThrowIfNull), [{ Type: IrType.KernelPointer } value]) => Builder.IsZero(value),
        (Range, _, _) when method.Context.Shapes[target.Parameters[0].Type] is { Kind: ShapeKind.Integer } shape => FindCondition(target.Name, values, shape),
        _ => null,
    };

    private Value? FindCondition(string name, Value[] values, TypeShape shape)
    {
        (Value value, Value other) = (values[0], values is [_, var second] ? second : Builder.Constant(values[0].Type, 0));
        (Opcode less, Opcode lessOrEqual) = shape.IsSigned ? (Opcode.LessSigned, Opcode.LessOrEqualSigned) : (Opcode.LessUnsigned, Opcode.LessOrEqualUnsigned);
        return name switch
        {
            nameof(ArgumentOutOfRangeException.ThrowIfZero) or nameof(ArgumentOutOfRangeException.ThrowIfEqual) => Builder.Compare(Opcode.Equal, value, other),
            nameof(ArgumentOutOfRangeException.ThrowIfNotEqual) => Builder.Compare(Opcode.NotEqual, value, other),
            nameof(ArgumentOutOfRangeException.ThrowIfNegative) or nameof(ArgumentOutOfRangeException.ThrowIfLessThan) => Builder.Compare(less, value, other),
            nameof(ArgumentOutOfRangeException.ThrowIfNegativeOrZero) or nameof(ArgumentOutOfRangeException.ThrowIfLessThanOrEqual) => Builder.Compare(lessOrEqual, value, other),
            nameof(ArgumentOutOfRangeException.ThrowIfGreaterThan) => Builder.Compare(less, other, value),
            nameof(ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual) => Builder.Compare(lessOrEqual, other, value),
            _ => null,
        };
    }

    private static IOperation Unboxed(IOperation operation) =>
        operation is IConversionOperation { OperatorMethod: null, Type.SpecialType: SpecialType.System_Object, Operand: var operand } ? operand : operation;
}
