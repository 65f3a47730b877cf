using CsBpf.Compiler.Ir;

namespace CsBpf.Compiler.CodeGeneration.Lowering;

/// <summary>
/// Signed division for instruction sets without it (before v4): the unsigned division of the magnitudes, with the sign put right, without a
/// branch. The lowest number divided by -1 gives itself.
/// </summary>
internal sealed class DivisionLowering
{
    private readonly Function _function;
    private readonly List<Value> _values = [];

    private DivisionLowering(Function function) => _function = function;

    /// <summary>Lowers the signed divisions of a function.</summary>
    public static void Run(Function function)
    {
        foreach (BasicBlock block in function.Blocks)
        {
            if (!block.Values.Exists(IsSignedDivision))
                continue;
            var lowering = new DivisionLowering(function);
            foreach (Value value in block.Values)
                lowering.Lower(value);
            block.Values.Clear();
            foreach (Value value in lowering._values)
                block.Append(value);
        }
    }

    private static bool IsSignedDivision(Value value) => value.Opcode is Opcode.DivideSigned or Opcode.RemainderSigned;

    private void Lower(Value value)
    {
        if (IsSignedDivision(value))
            LowerDivision(value);
        _values.Add(value);
    }

    private void LowerDivision(Value value)
    {
        (Value dividend, Value divisor) = (value.Arguments[0], value.Arguments[1]);
        Value sign = SignOf(value, dividend);
        Value magnitude = Negate(value, dividend, sign);
        (Value divisorSign, Value divisorMagnitude) = Split(value, divisor);
        Opcode opcode = value.Opcode == Opcode.DivideSigned ? Opcode.DivideUnsigned : Opcode.RemainderUnsigned;
        Value result = Add(value, opcode, magnitude, divisorMagnitude);

        // A quotient is negative where the signs differ; a remainder has the sign of the dividend.
        Value resultSign = value.Opcode == Opcode.RemainderSigned || divisorSign is { IsConstant: true, Immediate: 0 } ? sign
            : Add(value, Opcode.Xor, sign, divisorSign);
        value.Become(Opcode.Subtract, value.Type, [Add(value, Opcode.Xor, result, resultSign), resultSign]);
    }

    private (Value Sign, Value Magnitude) Split(Value origin, Value number)
    {
        if (number.IsConstant)
        {
            long magnitude = number.Immediate < 0 ? -number.Immediate : number.Immediate;
            return (Constant(origin, number.Immediate < 0 ? -1 : 0), Constant(origin, magnitude));
        }

        Value sign = SignOf(origin, number);
        return (sign, Negate(origin, number, sign));
    }

    /// <summary>-1 for a negative number, else 0.</summary>
    private Value SignOf(Value origin, Value number)
    {
        Value count = _function.NewConstant(IrType.I32, origin.Type == IrType.I32 ? 31 : 63, origin.Location);
        _values.Add(count);
        return Add(origin, Opcode.ShiftRightSigned, number, count);
    }

    /// <summary>(x ^ s) - s: -x where the sign is -1, x where it is 0.</summary>
    private Value Negate(Value origin, Value number, Value sign) => Add(origin, Opcode.Subtract, Add(origin, Opcode.Xor, number, sign), sign);

    private Value Constant(Value origin, long number)
    {
        Value constant = _function.NewConstant(origin.Type, number, origin.Location);
        _values.Add(constant);
        return constant;
    }

    private Value Add(Value origin, Opcode opcode, Value left, Value right)
    {
        Value value = _function.NewValue(opcode, origin.Type, origin.Location, [left, right]);
        _values.Add(value);
        return value;
    }
}
