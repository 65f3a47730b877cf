using CsBpf.Compiler.Ir;

namespace CsBpf.Compiler.Optimization.Rewriting;

/// <summary>What operations become by the bits that are known of their operands.</summary>
internal static class BitFolding
{
    /// <summary>The number that an integer or Bool always is; null where it is not known.</summary>
    public static long? Result(Value value)
    {
        switch (value.Opcode)
        {
            case Opcode.Equal or Opcode.NotEqual or Opcode.LessUnsigned or Opcode.LessOrEqualUnsigned or Opcode.LessSigned or Opcode.LessOrEqualSigned
                when value.Arguments[0].Type is IrType.I32 or IrType.I64:
                return Compared(value.Opcode, KnownBits.Of(value.Arguments[0]), KnownBits.Of(value.Arguments[1]), value.Arguments[0].Type);
            case Opcode.And or Opcode.Or or Opcode.Xor or Opcode.ShiftLeft or Opcode.ShiftRightSigned or Opcode.ShiftRightUnsigned
                or Opcode.SignExtend or Opcode.ZeroExtend or Opcode.Truncate or Opcode.Multiply:
                KnownBits known = KnownBits.Of(value);
                return known.Zeros == ~known.Ones ? (long)known.Ones : null;
            default:
                return null;
        }
    }

    /// <summary>The operand that a mask or extension leaves as it is; null where it changes it.</summary>
    public static Value? SameOperand(Value value)
    {
        if (value.Opcode is not (Opcode.And or Opcode.Or) || !value.Arguments[1].IsConstant)
            return null;
        KnownBits known = KnownBits.Of(value.Arguments[0]);
        ulong constant = (ulong)value.Arguments[1].Immediate;
        bool isIdle = value.Opcode == Opcode.And ? (known.Maximum & ~constant) == 0 : (constant & KnownBits.Mask(value.Type) & ~known.Ones) == 0;
        return isIdle ? value.Arguments[0] : null;
    }

    private static long? Compared(Opcode opcode, KnownBits x, KnownBits y, IrType type)
    {
        if (opcode is Opcode.Equal or Opcode.NotEqual)
            return ((x.Ones & y.Zeros) | (x.Zeros & y.Ones)) != 0 ? Bool(opcode == Opcode.NotEqual) : null;
        bool isSigned = opcode is Opcode.LessSigned or Opcode.LessOrEqualSigned;
        UInt128 xMinimum = Minimum(x), xMaximum = Maximum(x), yMinimum = Minimum(y), yMaximum = Maximum(y);
        bool allowsEqual = opcode is Opcode.LessOrEqualSigned or Opcode.LessOrEqualUnsigned;
        if (xMaximum < yMinimum || (allowsEqual && xMaximum == yMinimum))
            return 1;
        return xMinimum > yMaximum || (!allowsEqual && xMinimum == yMaximum) ? 0 : null;

        // With the sign bit turned over, signed numbers are in the order of unsigned ones.
        ulong Sign() => type == IrType.I32 ? 1UL << 31 : 1UL << 63;
        ulong Minimum(KnownBits bits) => isSigned ? (bits.Ones | (~bits.Zeros & Sign())) ^ Sign() : bits.Ones;
        ulong Maximum(KnownBits bits) => isSigned ? (bits.Maximum & (~Sign() | (bits.Ones & Sign()))) ^ Sign() : bits.Maximum;
    }

    private static long Bool(bool value) => value ? 1 : 0;
}
