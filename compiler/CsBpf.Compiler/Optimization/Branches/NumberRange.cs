using CsBpf.Compiler.Ir;
using CsBpf.Compiler.Optimization.Rewriting;
using CsBpf.Object.Instructions;

namespace CsBpf.Compiler.Optimization.Branches;

/// <summary>What comparisons with constants tell about an integer: between which numbers it is, seen as unsigned and as signed.</summary>
/// <param name="Minimum">The smallest unsigned number.</param>
/// <param name="Maximum">The largest unsigned number.</param>
/// <param name="SignedMinimum">The smallest signed number.</param>
/// <param name="SignedMaximum">The largest signed number.</param>
internal readonly record struct NumberRange(ulong Minimum, ulong Maximum, long SignedMinimum, long SignedMaximum)
{
    /// <summary>What the known bits of an integer tell.</summary>
    public static NumberRange Of(Value value)
    {
        KnownBits known = KnownBits.Of(value);
        int bits = SignedBits(value);
        (long minimum, long maximum) = (long.MinValue >> (64 - bits), long.MaxValue >> (64 - bits));
        return new NumberRange(known.Ones, known.Maximum, minimum, maximum).Shared(value.Type);
    }

    /// <summary>Whether a comparison with a constant holds; null where both may be.</summary>
    /// <param name="opcode">Equal, LessSigned or LessUnsigned.</param>
    /// <param name="constant">The constant, an I32 with its sign.</param>
    /// <param name="type">The type of both.</param>
    /// <param name="isLeft">True where the constant is the left operand.</param>
    public bool? Decide(Opcode opcode, long constant, IrType type, bool isLeft)
    {
        ulong unsigned = ConstantFolding.Unsigned(constant, type);
        return (opcode, isLeft) switch
        {
            (Opcode.Equal, _) => unsigned < Minimum || unsigned > Maximum || constant < SignedMinimum || constant > SignedMaximum ? false
                : Minimum == Maximum ? true : null,
            (Opcode.LessUnsigned, false) => Maximum < unsigned ? true : Minimum >= unsigned ? false : null,
            (Opcode.LessUnsigned, true) => unsigned < Minimum ? true : unsigned >= Maximum ? false : null,
            (Opcode.LessSigned, false) => SignedMaximum < constant ? true : SignedMinimum >= constant ? false : null,
            _ => constant < SignedMinimum ? true : constant >= SignedMaximum ? false : null,
        };
    }

    /// <summary>The range where a comparison with a constant turned out so. The comparison was not decided before.</summary>
    /// <inheritdoc cref="Decide"/>
    public NumberRange With(Opcode opcode, long constant, IrType type, bool isLeft, bool holds)
    {
        ulong unsigned = ConstantFolding.Unsigned(constant, type);
        NumberRange range = (opcode, isLeft, holds) switch
        {
            (Opcode.Equal, _, true) => new(unsigned, unsigned, constant, constant),
            (Opcode.Equal, _, false) => new(
                Minimum == unsigned ? Minimum + 1 : Minimum,
                Maximum == unsigned ? Maximum - 1 : Maximum,
                SignedMinimum == constant ? SignedMinimum + 1 : SignedMinimum,
                SignedMaximum == constant ? SignedMaximum - 1 : SignedMaximum),
            (Opcode.LessUnsigned, false, true) => this with { Maximum = Math.Min(Maximum, unsigned - 1) },
            (Opcode.LessUnsigned, false, false) => this with { Minimum = Math.Max(Minimum, unsigned) },
            (Opcode.LessUnsigned, true, true) => this with { Minimum = Math.Max(Minimum, unsigned + 1) },
            (Opcode.LessUnsigned, true, false) => this with { Maximum = Math.Min(Maximum, unsigned) },
            (_, false, true) => this with { SignedMaximum = Math.Min(SignedMaximum, constant - 1) },
            (_, false, false) => this with { SignedMinimum = Math.Max(SignedMinimum, constant) },
            (_, true, true) => this with { SignedMinimum = Math.Max(SignedMinimum, constant + 1) },
            (_, true, false) => this with { SignedMaximum = Math.Min(SignedMaximum, constant) },
        };
        return range.Shared(type);
    }

    /// <summary>How many bits hold the number and its sign.</summary>
    private static int SignedBits(Value value) => value switch
    {
        { Opcode: Opcode.SignExtend } => (int)value.Immediate,
        { Opcode: Opcode.Load, Access: { IsSigned: true, Size: var size } } => Math.Min(size.Bits(), WidthOf(value.Type)),
        _ => WidthOf(value.Type),
    };

    private static int WidthOf(IrType type) => type == IrType.I32 ? 32 : 64;

    /// <summary>Where all numbers have the same sign, each view tells about the other.</summary>
    private NumberRange Shared(IrType type)
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
