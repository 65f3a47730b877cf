using CsBpf.Compiler.Ir;

namespace CsBpf.Compiler.Optimization.Ranges;

/// <summary>The ranges of results, by the ranges of operands: what verifiers from Linux 6.1 on conclude, no more.</summary>
internal static class RangeArithmetic
{
    /// <summary>The range of what a value computes.</summary>
    /// <param name="value">The value.</param>
    /// <param name="x">The range of its first operand.</param>
    /// <param name="y">The range of its second operand.</param>
    public static NumberRange Of(Value value, NumberRange x, NumberRange y) => value.Opcode switch
    {
        Opcode.Add => Add(x, y, value.Type),
        Opcode.Subtract => Subtract(x, y, value.Type),
        Opcode.Multiply => Multiply(x, y, value.Type),
        Opcode.And => NumberRange.Between(0UL, Math.Min(x.Maximum, y.Maximum), value.Type),
        Opcode.Or => NumberRange.Between(Math.Max(x.Minimum, y.Minimum), Bits(x.Maximum | y.Maximum), value.Type),
        Opcode.Xor => NumberRange.Between(0UL, Bits(x.Maximum | y.Maximum), value.Type),
        Opcode.ShiftLeft => ShiftLeft(x, y, value.Type),
        Opcode.ShiftRightUnsigned when y.Maximum < (ulong)NumberRange.WidthOf(value.Type) =>
            NumberRange.Between(x.Minimum >> (int)y.Maximum, x.Maximum >> (int)y.Minimum, value.Type),
        Opcode.ShiftRightSigned when y.Maximum < (ulong)NumberRange.WidthOf(value.Type) && y.Minimum == y.Maximum =>
            NumberRange.Between(x.SignedMinimum >> (int)y.Minimum, x.SignedMaximum >> (int)y.Minimum, value.Type),
        Opcode.ZeroExtend => ZeroExtend(x, (int)value.Immediate, value.Type),
        Opcode.SignExtend => SignExtend(x, (int)value.Immediate, value),
        // The verifier keeps the lower half's bounds apart, and has them from the bits that may be set.
        Opcode.Truncate => Bits(x.Maximum) <= uint.MaxValue ? NumberRange.Between(0UL, Bits(x.Maximum), value.Type) : NumberRange.All(value.Type),
        _ => NumberRange.All(value.Type),
    };

    /// <summary>x + y; where an end wraps, nothing is known of that view.</summary>
    public static NumberRange Add(NumberRange x, NumberRange y, IrType type) => Views(
        (UInt128)x.Minimum + y.Minimum,
        (UInt128)x.Maximum + y.Maximum,
        (Int128)x.SignedMinimum + y.SignedMinimum,
        (Int128)x.SignedMaximum + y.SignedMaximum,
        type);

    /// <summary>x - y; where an end wraps, nothing is known of that view.</summary>
    public static NumberRange Subtract(NumberRange x, NumberRange y, IrType type)
    {
        bool wraps = x.Minimum < y.Maximum;
        return Views(
            wraps ? 0 : x.Minimum - y.Maximum,
            wraps ? UInt128.MaxValue : x.Maximum - y.Minimum,
            (Int128)x.SignedMinimum - y.SignedMaximum,
            (Int128)x.SignedMaximum - y.SignedMinimum,
            type);
    }

    /// <summary>All bits up to the highest one that a number has.</summary>
    public static ulong Bits(ulong number) => number == 0 ? 0 : ulong.MaxValue >> (int)ulong.LeadingZeroCount(number);

    /// <summary>A range of both views, each of which is all numbers where it does not fit.</summary>
    public static NumberRange Views(UInt128 minimum, UInt128 maximum, Int128 signedMinimum, Int128 signedMaximum, IrType type)
    {
        NumberRange all = NumberRange.All(type);
        NumberRange range = all;
        if (maximum <= all.Maximum)
            range = range with { Minimum = (ulong)minimum, Maximum = (ulong)maximum };
        if (signedMinimum >= all.SignedMinimum && signedMaximum <= all.SignedMaximum)
            range = range with { SignedMinimum = (long)signedMinimum, SignedMaximum = (long)signedMaximum };
        return range.Shared(type);
    }

    /// <summary>The verifier multiplies numbers of half the width that are not negative.</summary>
    private static NumberRange Multiply(NumberRange x, NumberRange y, IrType type)
    {
        ulong half = type == IrType.I32 ? ushort.MaxValue : uint.MaxValue;
        return x.SignedMinimum < 0 || y.SignedMinimum < 0 || x.Maximum > half || y.Maximum > half
            ? NumberRange.All(type)
            : NumberRange.Between(x.Minimum * y.Minimum, x.Maximum * y.Maximum, type);
    }

    private static NumberRange ShiftLeft(NumberRange x, NumberRange y, IrType type)
    {
        int last = NumberRange.WidthOf(type) - 1;
        return y.Minimum != y.Maximum || y.Maximum > (ulong)last || x.Maximum > 1UL << (last - (int)y.Maximum)
            ? NumberRange.All(type)
            : NumberRange.Between(x.Minimum << (int)y.Minimum, x.Maximum << (int)y.Minimum, type);
    }

    private static NumberRange ZeroExtend(NumberRange x, int bits, IrType type)
    {
        ulong mask = ulong.MaxValue >> (64 - bits);
        return x.Maximum <= mask ? NumberRange.Between(x.Minimum, x.Maximum, type) : NumberRange.Between(0UL, mask, type);
    }

    /// <summary>A sign is extended by shifting there and back, through which the verifier follows what has none.</summary>
    private static NumberRange SignExtend(NumberRange x, int bits, Value value)
    {
        (long least, long most) = (long.MinValue >> (64 - bits), long.MaxValue >> (64 - bits));
        if (x.SignedMinimum >= 0 && x.SignedMaximum <= most)
            return NumberRange.Between(x.SignedMinimum, x.SignedMaximum, value.Type);
        if (bits == 32 && value.Arguments[0].Type == IrType.I32)
            return NumberRange.Between(x.SignedMinimum >= 0 ? x.SignedMinimum : least, x.SignedMaximum >= 0 ? x.SignedMaximum : most, value.Type);
        return NumberRange.Between(least, most, value.Type);
    }
}
