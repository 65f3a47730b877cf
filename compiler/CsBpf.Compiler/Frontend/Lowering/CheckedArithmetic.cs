using CsBpf.Compiler.Ir;

namespace CsBpf.Compiler.Frontend.Lowering;

/// <summary>Arithmetic that takes the fault exit where the result does not fit, as <c>checked</c> throws.</summary>
/// <param name="builder">Where the values go.</param>
internal sealed class CheckedArithmetic(InstructionBuilder builder)
{
    /// <summary>x op y for an addition, subtraction or multiplication.</summary>
    public Value Compute(Opcode opcode, Value x, Value y, bool isSigned)
    {
        if (x.Type == IrType.I32)
            return ComputeNarrow(opcode, x, y, isSigned);
        return opcode switch
        {
            Opcode.Add => Add(x, y, isSigned),
            Opcode.Subtract => Subtract(x, y, isSigned),
            _ => isSigned ? MultiplySigned(x, y) : MultiplyUnsigned(x, y),
        };
    }

    /// <summary>-x.</summary>
    public Value Negate(Value x, bool isSigned) => Compute(Opcode.Subtract, builder.Constant(x.Type, 0), x, isSigned);

    // The exact result fits 64 bits.
    private Value ComputeNarrow(Opcode opcode, Value x, Value y, bool isSigned)
    {
        Value wide = builder.Binary(opcode, builder.Widen(x, isSigned), builder.Widen(y, isSigned));
        Value result = builder.Narrow(wide);
        builder.FaultIf(builder.Compare(Opcode.NotEqual, wide, builder.Widen(result, isSigned)));
        return result;
    }

    private Value Add(Value x, Value y, bool isSigned)
    {
        Value result = builder.Binary(Opcode.Add, x, y);
        // Signed: the result has another sign than both operands.
        builder.FaultIf(isSigned
            ? builder.Compare(Opcode.LessSigned, builder.Binary(Opcode.And, builder.Binary(Opcode.Xor, x, result), builder.Binary(Opcode.Xor, y, result)), 0)
            : builder.Compare(Opcode.LessUnsigned, result, x));
        return result;
    }

    private Value Subtract(Value x, Value y, bool isSigned)
    {
        Value result = builder.Binary(Opcode.Subtract, x, y);
        // Signed: the operands have different signs, and the result another than the first.
        builder.FaultIf(isSigned
            ? builder.Compare(Opcode.LessSigned, builder.Binary(Opcode.And, builder.Binary(Opcode.Xor, x, y), builder.Binary(Opcode.Xor, x, result)), 0)
            : builder.Compare(Opcode.LessUnsigned, x, y));
        return result;
    }

    private Value MultiplyUnsigned(Value x, Value y)
    {
        // x * y overflows where x is more than what y goes into the largest number; where y is 0, no x is more than that by 1.
        Value divisor = builder.Select(builder.IsZero(y), builder.Constant(IrType.I64, 1), y);
        Value limit = builder.Binary(Opcode.DivideUnsigned, builder.Constant(IrType.I64, -1), divisor);
        builder.FaultIf(builder.Compare(Opcode.LessUnsigned, limit, x));
        return builder.Binary(Opcode.Multiply, x, y);
    }

    // The magnitudes are multiplied; the largest of them depends on the sign of the result.
    private Value MultiplySigned(Value x, Value y)
    {
        Value magnitude = MultiplyUnsigned(Magnitude(x), Magnitude(y));
        Value isNegative = builder.Compare(Opcode.LessSigned, builder.Binary(Opcode.Xor, x, y), 0);
        Value limit = builder.Select(isNegative, builder.Constant(IrType.I64, long.MinValue), builder.Constant(IrType.I64, long.MaxValue));
        builder.FaultIf(builder.Compare(Opcode.LessUnsigned, limit, magnitude));
        return builder.Binary(Opcode.Multiply, x, y);
    }

    private Value Magnitude(Value x) =>
        builder.Select(builder.Compare(Opcode.LessSigned, x, 0), builder.Emit(Opcode.Negate, x.Type, x), x);
}
