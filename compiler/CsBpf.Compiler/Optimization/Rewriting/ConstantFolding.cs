using System.Buffers.Binary;
using CsBpf.Compiler.Ir;

namespace CsBpf.Compiler.Optimization.Rewriting;

/// <summary>Computes operations on constants as C# does: integers wrap, shifts mask their count.</summary>
internal static class ConstantFolding
{
    /// <summary>The result of an operation whose arguments are all constants; null where it is not one to compute, such as a division by zero.</summary>
    /// <param name="opcode">The operation.</param>
    /// <param name="type">The type of the result.</param>
    /// <param name="operand">The type of the first argument.</param>
    /// <param name="x">The first argument, an I32 with its sign.</param>
    /// <param name="y">The second argument; 0 where there is none.</param>
    /// <param name="bits">The number of bits that an extension keeps, or a swap of bytes.</param>
    public static long? Fold(Opcode opcode, IrType type, IrType operand, long x, long y, long bits)
    {
        bool isWide = operand == IrType.I64;
        int count = (int)y & (isWide ? 63 : 31);
        long? result = opcode switch
        {
            Opcode.Add => x + y,
            Opcode.Subtract => x - y,
            Opcode.Multiply => x * y,
            Opcode.DivideSigned when y != 0 => y == -1 ? -x : x / y,
            Opcode.DivideUnsigned when y != 0 => (long)(Unsigned(x, operand) / Unsigned(y, operand)),
            Opcode.RemainderSigned when y != 0 => y == -1 ? 0 : x % y,
            Opcode.RemainderUnsigned when y != 0 => (long)(Unsigned(x, operand) % Unsigned(y, operand)),
            Opcode.And => x & y,
            Opcode.Or => x | y,
            Opcode.Xor => x ^ y,
            Opcode.ShiftLeft => x << count,
            Opcode.ShiftRightSigned => x >> count,
            Opcode.ShiftRightUnsigned => (long)(Unsigned(x, operand) >> count),
            Opcode.Negate => -x,
            Opcode.SwapBytes => (long)(BinaryPrimitives.ReverseEndianness((ulong)x) >> (64 - (int)bits)),
            Opcode.Equal => x == y ? 1 : 0,
            Opcode.NotEqual => x != y ? 1 : 0,
            Opcode.LessSigned => x < y ? 1 : 0,
            Opcode.LessOrEqualSigned => x <= y ? 1 : 0,
            Opcode.LessUnsigned => (ulong)x < (ulong)y ? 1 : 0,
            Opcode.LessOrEqualUnsigned => (ulong)x <= (ulong)y ? 1 : 0,
            Opcode.SignExtend => x << (64 - (int)bits) >> (64 - (int)bits),
            Opcode.ZeroExtend => (long)((ulong)x << (64 - (int)bits) >> (64 - (int)bits)),
            Opcode.Truncate => x,
            _ => null,
        };
        return result is { } number ? Normalize(type, number) : null;
    }

    /// <summary>A number as a constant of a type keeps it: cut to the type's width, with its sign; a Bool as 0 or 1.</summary>
    public static long Normalize(IrType type, long number) => type switch
    {
        IrType.Bool => number & 1,
        IrType.I32 => (int)number,
        _ => number,
    };

    /// <summary>A constant of a type as an unsigned number.</summary>
    public static ulong Unsigned(long number, IrType type) => type == IrType.I32 ? (uint)number : (ulong)number;
}
