using CsBpf.Compiler.Ir;

namespace CsBpf.Compiler.Optimization.Ranges;

/// <summary>The ranges of results where C# knows more than the verifier.</summary>
internal static class TrueArithmetic
{
    /// <summary>The range of what a value computes; null where the verifier knows as much.</summary>
    /// <inheritdoc cref="RangeArithmetic.Of"/>
    public static NumberRange? Of(Value value, NumberRange x, NumberRange y) => value.Opcode switch
    {
        Opcode.Multiply => Multiply(x, y, value.Type),
        Opcode.ShiftLeft when y.Minimum == y.Maximum && y.Maximum < (ulong)NumberRange.WidthOf(value.Type) =>
            Multiply(x, NumberRange.Between(1UL << (int)y.Minimum, 1UL << (int)y.Minimum, IrType.I64), value.Type),
        Opcode.DivideUnsigned when y.Minimum > 0 => NumberRange.Between(x.Minimum / y.Maximum, x.Maximum / y.Minimum, value.Type),
        Opcode.DivideSigned when y.SignedMinimum > 0 => NumberRange.Between(
            x.SignedMinimum / (x.SignedMinimum < 0 ? y.SignedMinimum : y.SignedMaximum),
            x.SignedMaximum / (x.SignedMaximum < 0 ? y.SignedMaximum : y.SignedMinimum),
            value.Type),
        Opcode.RemainderUnsigned when y.Maximum > 0 => NumberRange.Between(0, Math.Min(x.Maximum, y.Maximum - 1), value.Type),
        Opcode.RemainderSigned => RemainderSigned(x, y, value.Type),
        Opcode.Negate => RangeArithmetic.Subtract(NumberRange.Of(0, value.Type), x, value.Type),
        Opcode.Truncate => RangeArithmetic.Views(x.Minimum, x.Maximum, x.SignedMinimum, x.SignedMaximum, value.Type),
        Opcode.SignExtend => SignExtend(x, (int)value.Immediate, value.Type),
        // An address of a packet's end less one of its start.
        Opcode.Subtract when IsOf(value.Arguments[0], Opcode.PacketEnd) && IsOf(value.Arguments[1], Opcode.PacketStart) =>
            NumberRange.Between(0L, int.MaxValue, value.Type),
        _ => null,
    };

    private static bool IsOf(Value value, Opcode address) => value is { Opcode: Opcode.Reinterpret, Arguments: [var of] } && of.Opcode == address;

    private static NumberRange Multiply(NumberRange x, NumberRange y, IrType type)
    {
        Int128[] ends =
        [
            (Int128)x.SignedMinimum * y.SignedMinimum,
            (Int128)x.SignedMinimum * y.SignedMaximum,
            (Int128)x.SignedMaximum * y.SignedMinimum,
            (Int128)x.SignedMaximum * y.SignedMaximum,
        ];
        return RangeArithmetic.Views((UInt128)x.Minimum * y.Minimum, (UInt128)x.Maximum * y.Maximum, ends.Min(), ends.Max(), type);
    }

    private static NumberRange? RemainderSigned(NumberRange x, NumberRange y, IrType type)
    {
        Int128 most = Int128.Max(Int128.Abs(y.SignedMinimum), Int128.Abs(y.SignedMaximum)) - 1;
        return most < 0 ? null : NumberRange.Between(
            x.SignedMinimum >= 0 ? 0 : (long)Int128.Max(x.SignedMinimum, -most),
            x.SignedMaximum <= 0 ? 0 : (long)Int128.Min(x.SignedMaximum, most),
            type);
    }

    private static NumberRange? SignExtend(NumberRange x, int bits, IrType type) =>
        x.SignedMinimum >= long.MinValue >> (64 - bits) && x.SignedMaximum <= long.MaxValue >> (64 - bits)
            ? NumberRange.Between(x.SignedMinimum, x.SignedMaximum, type)
            : null;
}
