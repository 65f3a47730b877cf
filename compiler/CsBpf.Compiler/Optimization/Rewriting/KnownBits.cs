using CsBpf.Compiler.Ir;
using CsBpf.Object.Instructions;

namespace CsBpf.Compiler.Optimization.Rewriting;

/// <summary>The bits of an integer that are the same in every run.</summary>
/// <remarks>
/// It knows no more than the verifier does: a check that is removed for what stands here must be one that the verifier needs no more either. So
/// nothing is said about divisions.
/// </remarks>
/// <param name="Zeros">The bits that are 0, those above the width of the type among them.</param>
/// <param name="Ones">The bits that are 1.</param>
internal readonly record struct KnownBits(ulong Zeros, ulong Ones)
{
    private const int MaximumDepth = 6;

    /// <summary>The bits that may be 1: the largest unsigned number.</summary>
    public ulong Maximum => ~Zeros;

    /// <summary>What is known about an integer or Bool.</summary>
    public static KnownBits Of(Value value) => Of(value, 0);

    /// <summary>The mask of a type's bits.</summary>
    public static ulong Mask(IrType type) => type switch
    {
        IrType.Bool => 1,
        IrType.I32 => uint.MaxValue,
        _ => ulong.MaxValue,
    };

    /// <summary>True where the number, seen as signed, is not negative.</summary>
    public static bool IsNonNegative(Value value) => (Of(value).Zeros & SignBit(value.Type)) != 0;

    private static ulong SignBit(IrType type) => type == IrType.I32 ? 1UL << 31 : 1UL << 63;

    private static ulong Low(long bits) => bits >= 64 ? ulong.MaxValue : (1UL << (int)bits) - 1;

    private static KnownBits Of(Value value, int depth)
    {
        ulong mask = Mask(value.Type);
        if (value.IsConstant)
            return new(~((ulong)value.Immediate & mask), (ulong)value.Immediate & mask);
        if (depth == MaximumDepth)
            return new(~mask, 0);
        KnownBits known = value.Opcode switch
        {
            Opcode.And => Both(value, depth, (x, y) => new(x.Zeros | y.Zeros, x.Ones & y.Ones)),
            Opcode.Or => Both(value, depth, (x, y) => new(x.Zeros & y.Zeros, x.Ones | y.Ones)),
            Opcode.Xor => Both(value, depth, (x, y) => new((x.Zeros & y.Zeros) | (x.Ones & y.Ones), (x.Zeros & y.Ones) | (x.Ones & y.Zeros))),
            Opcode.Add => Both(value, depth, Sum),
            Opcode.Multiply => Both(value, depth, Product),
            Opcode.ShiftLeft or Opcode.ShiftRightUnsigned or Opcode.ShiftRightSigned => Shifted(value, depth),
            Opcode.ZeroExtend => Of(value.Arguments[0], depth + 1) is var x
                ? new(x.Zeros | ~Low(value.Immediate), x.Ones & Low(value.Immediate))
                : default,
            Opcode.SignExtend => SignExtended(value, depth),
            Opcode.Truncate => Of(value.Arguments[0], depth + 1),
            Opcode.Load or Opcode.KernelProbe when !value.Access.IsSigned => new(~Low(value.Access.Size.Bits()), 0),
            Opcode.KernelLoad when value.KernelAccess is { IsSigned: false, Size: { } size } => new(~Low(size.Bits()), 0),
            Opcode.Select => Meet(Of(value.Arguments[1], depth + 1), Of(value.Arguments[2], depth + 1)),
            Opcode.Phi => Joined(value, depth),
            _ => default,
        };
        return new(known.Zeros | ~mask, known.Ones & mask);
    }

    private static KnownBits Both(Value value, int depth, Func<KnownBits, KnownBits, KnownBits> combine) =>
        combine(Of(value.Arguments[0], depth + 1), Of(value.Arguments[1], depth + 1));

    private static KnownBits Meet(KnownBits x, KnownBits y) => new(x.Zeros & y.Zeros, x.Ones & y.Ones);

    /// <summary>The low bits that both know are known; above the highest bit that either may have, a sum has one bit more.</summary>
    private static KnownBits Sum(KnownBits x, KnownBits y)
    {
        ulong unknown = ~((x.Zeros | x.Ones) & (y.Zeros | y.Ones));
        ulong low = Low((long)ulong.TrailingZeroCount(unknown));
        ulong sum = (x.Ones + y.Ones) & low;
        ulong high = Math.Max(x.Maximum, y.Maximum);
        ulong top = ~Low(65 - (long)ulong.LeadingZeroCount(high));
        return new((low & ~sum) | top, sum);
    }

    /// <summary>A product has the trailing zeros of both.</summary>
    private static KnownBits Product(KnownBits x, KnownBits y)
    {
        long zeros = (long)ulong.TrailingZeroCount(x.Maximum) + (long)ulong.TrailingZeroCount(y.Maximum);
        return new(Low(zeros), 0);
    }

    private static KnownBits Shifted(Value value, int depth)
    {
        if (!value.Arguments[1].IsConstant)
            return default;
        KnownBits x = Of(value.Arguments[0], depth + 1);
        ulong mask = Mask(value.Type);
        int count = (int)value.Arguments[1].Immediate & (value.Type == IrType.I64 ? 63 : 31);
        ulong entered = mask & ~(mask >> count);
        return value.Opcode switch
        {
            Opcode.ShiftLeft => new((x.Zeros << count) | Low(count), x.Ones << count),
            Opcode.ShiftRightSigned when (x.Ones & SignBit(value.Type)) != 0 => new((x.Zeros & mask) >> count, (x.Ones >> count) | entered),
            Opcode.ShiftRightSigned when (x.Zeros & SignBit(value.Type)) == 0 => new((x.Zeros & mask) >> count, (x.Ones & ~SignBit(value.Type)) >> count),
            _ => new(((x.Zeros & mask) >> count) | entered, x.Ones >> count),
        };
    }

    private static KnownBits SignExtended(Value value, int depth)
    {
        KnownBits x = Of(value.Arguments[0], depth + 1);
        ulong low = Low(value.Immediate);
        ulong sign = 1UL << (int)(value.Immediate - 1);
        return new(
            (x.Zeros & sign) != 0 ? x.Zeros | ~low : x.Zeros & low,
            (x.Ones & sign) != 0 ? x.Ones | ~low : x.Ones & low);
    }

    private static KnownBits Joined(Value phi, int depth)
    {
        var known = new KnownBits(ulong.MaxValue, ulong.MaxValue);
        foreach (Value argument in phi.Arguments)
        {
            // What only comes around again adds nothing.
            if (argument != phi)
                known = Meet(known, Of(argument, Math.Max(depth + 1, MaximumDepth - 1)));
            if (known == default)
                break;
        }

        return known;
    }
}
