using CsBpf.Compiler.Ir;
using CsBpf.Compiler.Optimization.Rewriting;
using CsBpf.Object.Instructions;

namespace CsBpf.Compiler.Optimization.Ranges;

/// <summary>Between which numbers an integer is, seen as unsigned and as signed; of an address, whether it is null.</summary>
/// <param name="Minimum">The smallest unsigned number.</param>
/// <param name="Maximum">The largest unsigned number.</param>
/// <param name="SignedMinimum">The smallest signed number.</param>
/// <param name="SignedMaximum">The largest signed number.</param>
internal readonly record struct NumberRange(ulong Minimum, ulong Maximum, long SignedMinimum, long SignedMaximum)
{
    private bool IsEmpty => Minimum > Maximum || SignedMinimum > SignedMaximum;

    /// <summary>All numbers of a type.</summary>
    public static NumberRange All(IrType type) => type == IrType.Bool
        ? new(0, 1, 0, 1)
        : new(0, KnownBits.Mask(type), long.MinValue >> (64 - WidthOf(type)), long.MaxValue >> (64 - WidthOf(type)));

    /// <summary>One number.</summary>
    public static NumberRange Of(long number, IrType type) => new(
        ConstantFolding.Unsigned(number, type), ConstantFolding.Unsigned(number, type), number, number);

    /// <summary>Unsigned numbers.</summary>
    public static NumberRange Between(ulong minimum, ulong maximum, IrType type) =>
        (All(type) with { Minimum = minimum, Maximum = maximum }).Shared(type);

    /// <summary>Signed numbers.</summary>
    public static NumberRange Between(long minimum, long maximum, IrType type) =>
        (All(type) with { SignedMinimum = minimum, SignedMaximum = maximum }).Shared(type);

    /// <summary>What the known bits of an integer tell.</summary>
    public static NumberRange Of(Value value)
    {
        KnownBits known = KnownBits.Of(value);
        int bits = SignedBits(value);
        (long minimum, long maximum) = (long.MinValue >> (64 - bits), long.MaxValue >> (64 - bits));
        return new NumberRange(known.Ones, known.Maximum, minimum, maximum).Shared(value.Type);
    }

    /// <summary>The numbers of both.</summary>
    public NumberRange Join(NumberRange other) => new(
        Math.Min(Minimum, other.Minimum),
        Math.Max(Maximum, other.Maximum),
        Math.Min(SignedMinimum, other.SignedMinimum),
        Math.Max(SignedMaximum, other.SignedMaximum));

    /// <summary>The numbers that are in both; all of this one where none is.</summary>
    public NumberRange Meet(NumberRange other, IrType type)
    {
        NumberRange both = new NumberRange(
            Math.Max(Minimum, other.Minimum),
            Math.Min(Maximum, other.Maximum),
            Math.Max(SignedMinimum, other.SignedMinimum),
            Math.Min(SignedMaximum, other.SignedMaximum)).Shared(type);
        return both.IsEmpty ? this : both;
    }

    /// <summary>This range, and where another goes beyond one of its ends, what a limit allows: what grows round by round comes to an end.</summary>
    public NumberRange Widen(NumberRange other, NumberRange limits) => new(
        other.Minimum < Minimum ? 0 : Minimum,
        other.Maximum > Maximum ? limits.Maximum : Maximum,
        other.SignedMinimum < SignedMinimum ? limits.SignedMinimum : SignedMinimum,
        other.SignedMaximum > SignedMaximum ? limits.SignedMaximum : SignedMaximum);

    /// <summary>Whether a comparison with another number holds; null where both may be.</summary>
    /// <param name="opcode">Equal, LessSigned or LessUnsigned.</param>
    /// <param name="right">The range of the right operand.</param>
    public bool? Decide(Opcode opcode, NumberRange right) => opcode switch
    {
        Opcode.Equal => Minimum > right.Maximum || Maximum < right.Minimum || SignedMinimum > right.SignedMaximum || SignedMaximum < right.SignedMinimum
            ? false
            : Minimum == Maximum && right.Minimum == Minimum && right.Maximum == Minimum ? true : null,
        Opcode.LessUnsigned => Maximum < right.Minimum ? true : Minimum >= right.Maximum ? false : null,
        _ => SignedMaximum < right.SignedMinimum ? true : SignedMinimum >= right.SignedMaximum ? false : null,
    };

    /// <summary>What remains of the left operand's range where a comparison turned out so.</summary>
    /// <inheritdoc cref="Decide(Opcode, NumberRange)"/>
    public NumberRange Left(Opcode opcode, NumberRange right, IrType type, bool holds) => (opcode, holds) switch
    {
        (Opcode.Equal, true) => Meet(right, type),
        (Opcode.Equal, false) => Without(right, type),
        (Opcode.LessUnsigned, true) => Meet(All(type) with { Maximum = right.Maximum == 0 ? 0 : right.Maximum - 1 }, type),
        (Opcode.LessUnsigned, false) => Meet(All(type) with { Minimum = right.Minimum }, type),
        (_, true) => Meet(All(type) with { SignedMaximum = right.SignedMaximum == long.MinValue ? long.MinValue : right.SignedMaximum - 1 }, type),
        (_, false) => Meet(All(type) with { SignedMinimum = right.SignedMinimum }, type),
    };

    /// <summary>What remains of the right operand's range where <c>left &lt; this</c> turned out so.</summary>
    /// <inheritdoc cref="Decide(Opcode, NumberRange)"/>
    public NumberRange Right(Opcode opcode, NumberRange left, IrType type, bool holds) => (opcode, holds) switch
    {
        (Opcode.Equal, _) => Left(opcode, left, type, holds),
        (Opcode.LessUnsigned, true) => Meet(All(type) with { Minimum = left.Minimum == ulong.MaxValue ? left.Minimum : left.Minimum + 1 }, type),
        (Opcode.LessUnsigned, false) => Meet(All(type) with { Maximum = left.Maximum }, type),
        (_, true) => Meet(All(type) with { SignedMinimum = left.SignedMinimum == long.MaxValue ? left.SignedMinimum : left.SignedMinimum + 1 }, type),
        (_, false) => Meet(All(type) with { SignedMaximum = left.SignedMaximum }, type),
    };

    /// <summary>How many bits hold the number and its sign.</summary>
    private static int SignedBits(Value value) => value switch
    {
        { Opcode: Opcode.SignExtend } => (int)value.Immediate,
        { Opcode: Opcode.Load, Access: { IsSigned: true, Size: var size } } => Math.Min(size.Bits(), WidthOf(value.Type)),
        _ => WidthOf(value.Type),
    };

    /// <summary>The bits of a type.</summary>
    public static int WidthOf(IrType type) => type == IrType.I32 ? 32 : 64;

    private NumberRange Without(NumberRange number, IrType type)
    {
        if (number.Minimum != number.Maximum)
            return this;
        NumberRange rest = new NumberRange(
            Minimum == number.Minimum ? Minimum + 1 : Minimum,
            Maximum == number.Maximum ? Maximum - 1 : Maximum,
            SignedMinimum == number.SignedMinimum ? SignedMinimum + 1 : SignedMinimum,
            SignedMaximum == number.SignedMaximum ? SignedMaximum - 1 : SignedMaximum).Shared(type);
        return Minimum == Maximum || rest.IsEmpty ? this : rest;
    }

    /// <summary>Where all numbers have the same sign, each view tells about the other.</summary>
    public NumberRange Shared(IrType type)
    {
        ulong largest = type == IrType.I32 ? int.MaxValue : (ulong)long.MaxValue;
        NumberRange range = this;
        if (range.Maximum <= largest)
            range = range with { SignedMinimum = Math.Max(range.SignedMinimum, (long)range.Minimum), SignedMaximum = Math.Min(range.SignedMaximum, (long)range.Maximum) };
        if (range.SignedMinimum >= 0)
            range = range with { Minimum = Math.Max(range.Minimum, (ulong)range.SignedMinimum), Maximum = Math.Min(range.Maximum, (ulong)range.SignedMaximum) };
        return range;
    }
}
