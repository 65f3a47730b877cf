using CsBpf.Compiler.Frontend.Types;
using CsBpf.Compiler.Ir;

namespace CsBpf.Compiler.Frontend.Lowering;

/// <summary>Counts and moves the bits of integers, in instructions that every kernel has.</summary>
/// <param name="builder">Where the values go.</param>
internal sealed class BitArithmetic(InstructionBuilder builder)
{
    private const long EverySecond = 0x5555_5555_5555_5555;
    private const long EveryTwoOfFour = 0x3333_3333_3333_3333;
    private const long EveryFourOfEight = 0x0f0f_0f0f_0f0f_0f0f;
    private const long OneInEachByte = 0x0101_0101_0101_0101;

    /// <summary>The number of ones.</summary>
    public Value CountOnes(Value x, TypeShape shape) => CountOnes(Unsigned(x, shape));

    /// <summary>The number of zeroes above the highest one.</summary>
    public Value CountLeadingZeroes(Value x, TypeShape shape)
    {
        Value filled = Unsigned(x, shape);
        // Every bit below the highest one becomes a one.
        for (int distance = 1; distance < shape.Bits; distance *= 2)
            filled = builder.Binary(Opcode.Or, filled, Shift(Opcode.ShiftRightUnsigned, filled, distance));
        return builder.Binary(Opcode.Subtract, builder.Constant(x.Type, shape.Bits), CountOnes(filled));
    }

    /// <summary>The upper 64 bits of the product of two numbers of 64 bits.</summary>
    public Value HighProduct(Value x, Value y, bool isSigned)
    {
        (Value xLow, Value xHigh, Value yLow, Value yHigh) = (Low(x), High(x), Low(y), High(y));
        Value inner = Add(Multiply(xHigh, yLow), High(Multiply(xLow, yLow)));
        Value outer = Add(Multiply(xLow, yHigh), Low(inner));
        Value product = Add(Multiply(xHigh, yHigh), Add(High(inner), High(outer)));
        return isSigned
            ? builder.Binary(Opcode.Subtract, builder.Binary(Opcode.Subtract, product, WhereNegative(x, y)), WhereNegative(y, x))
            : product;

        Value Low(Value value) => builder.Binary(Opcode.And, value, uint.MaxValue);

        Value High(Value value) => Shift(Opcode.ShiftRightUnsigned, value, 32);

        Value Multiply(Value a, Value b) => builder.Binary(Opcode.Multiply, a, b);

        Value Add(Value a, Value b) => builder.Binary(Opcode.Add, a, b);

        Value WhereNegative(Value sign, Value value) => builder.Binary(Opcode.And, Shift(Opcode.ShiftRightSigned, sign, 63), value);
    }

    /// <summary>The number of zeroes below the lowest one.</summary>
    public Value CountTrailingZeroes(Value x, TypeShape shape)
    {
        Value below = builder.Binary(Opcode.And, builder.Binary(Opcode.Xor, x, -1), builder.Binary(Opcode.Subtract, x, 1));
        return CountOnes(Unsigned(below, shape));
    }

    /// <summary>The position of the highest one; 0 where there is none.</summary>
    public Value Log2(Value x, TypeShape shape)
    {
        if (shape.IsSigned)
            builder.FaultIf(builder.Compare(Opcode.LessSigned, x, 0));
        Value zeroes = CountLeadingZeroes(builder.Binary(Opcode.Or, x, 1), shape);
        return builder.Binary(Opcode.Subtract, builder.Constant(x.Type, shape.Bits - 1), zeroes);
    }

    /// <summary>Whether there is one one, and the number is positive.</summary>
    public Value IsPowerOfTwo(Value x, TypeShape shape)
    {
        Value isSingle = builder.IsZero(builder.Binary(Opcode.And, x, builder.Binary(Opcode.Subtract, x, 1)));
        Value isPositive = shape.IsSigned ? builder.Compare(Opcode.LessSigned, builder.Constant(x.Type, 0), x) : builder.IsNotZero(x);
        return builder.Binary(Opcode.And, isSingle, isPositive);
    }

    /// <summary>The bits moved by a number of positions; those that leave at one end come in at the other.</summary>
    public Value Rotate(Value x, Value positions, TypeShape shape, bool isLeft)
    {
        Value bits = Unsigned(x, shape);
        Value there = builder.Binary(Opcode.And, positions, shape.Bits - 1);
        Value back = builder.Binary(Opcode.And, builder.Emit(Opcode.Negate, positions.Type, positions), shape.Bits - 1);
        (Value left, Value right) = isLeft ? (there, back) : (back, there);
        return builder.Binary(
            Opcode.Or,
            builder.Emit(Opcode.ShiftLeft, bits.Type, bits, left),
            builder.Emit(Opcode.ShiftRightUnsigned, bits.Type, bits, right));
    }

    /// <summary>The bytes in the opposite order.</summary>
    public Value ReverseBytes(Value x, TypeShape shape) =>
        shape.Bits == 8 ? x : builder.Emit(Opcode.SwapBytes, x.Type, shape.Bits, null, x);

    // Sums of pairs, of fours, of bytes; the multiplication adds the bytes up in the highest.
    private Value CountOnes(Value x)
    {
        Value pairs = builder.Binary(Opcode.Subtract, x, builder.Binary(Opcode.And, Shift(Opcode.ShiftRightUnsigned, x, 1), EverySecond));
        Value fours = builder.Binary(
            Opcode.Add,
            builder.Binary(Opcode.And, pairs, EveryTwoOfFour),
            builder.Binary(Opcode.And, Shift(Opcode.ShiftRightUnsigned, pairs, 2), EveryTwoOfFour));
        Value bytes = builder.Binary(
            Opcode.And, builder.Binary(Opcode.Add, fours, Shift(Opcode.ShiftRightUnsigned, fours, 4)), EveryFourOfEight);
        return Shift(Opcode.ShiftRightUnsigned, builder.Binary(Opcode.Multiply, bytes, OneInEachByte), Width(x) - 8);
    }

    private static int Width(Value x) => x.Type == IrType.I64 ? 64 : 32;

    private Value Unsigned(Value x, TypeShape shape) =>
        shape.Bits < 32 ? builder.Emit(Opcode.ZeroExtend, x.Type, shape.Bits, null, x) : x;

    private Value Shift(Opcode opcode, Value x, int bits) => builder.Emit(opcode, x.Type, x, builder.Constant(IrType.I32, bits));
}
