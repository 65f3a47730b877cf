using CsBpf.Compiler.Ir;
using CsBpf.Object.Instructions;

namespace CsBpf.Compiler.CodeGeneration.Selection;

/// <summary>
/// Which values surely have zeroes in the upper half of their register. An I32 in a register may have anything there: who needs zeroes
/// (a zero-extension, a call, a return) asks here, and clears the half where the answer is no. 32-bit arithmetic and narrow loads clear it anyway.
/// </summary>
internal static class UpperHalves
{
    private const long LowerHalf = uint.MaxValue;

    /// <summary>The values of a function whose upper half is zero.</summary>
    public static HashSet<Value> FindZero(Function function, BpfIsa isa)
    {
        // Optimistic about loops: everything is zero until an operand says otherwise.
        List<Value> values = [.. function.Blocks.SelectMany(block => block.Values).Where(value => value.Type != IrType.Void)];
        HashSet<Value> zero = [.. values];
        bool changed = true;
        while (changed)
        {
            changed = false;
            foreach (Value value in values)
            {
                if (zero.Contains(value) && !IsZero(value, zero, isa))
                    changed = zero.Remove(value);
            }
        }

        return zero;
    }

    private static bool IsZero(Value value, HashSet<Value> zero, BpfIsa isa)
    {
        if (value.Type == IrType.Bool)
            return true;
        switch (value.Opcode)
        {
            case Opcode.Constant:
                return value.Type == IrType.I32 || value.Immediate is >= 0 and <= LowerHalf;
            case Opcode.Load:
                return value.Access.Size != MemorySize.DoubleWord && (!ExtendsSign(value) || (value.Type == IrType.I32 && isa < BpfIsa.V4));
            case Opcode.ZeroExtend:
                return value.Immediate < 32 || value.Type == IrType.I64 || zero.Contains(value.Arguments[0]);
            case Opcode.SignExtend:
                return value.Type == IrType.I32 && (value.Immediate < 32 || zero.Contains(value.Arguments[0]));
            case Opcode.Truncate or Opcode.Reinterpret:
                return zero.Contains(value.Arguments[0]);
            case Opcode.Phi:
                return value.Arguments.TrueForAll(zero.Contains);
            case Opcode.Select:
                return zero.Contains(value.Arguments[1]) && zero.Contains(value.Arguments[2]);
            case Opcode.Parameter or Opcode.Call:
                return value.Type == IrType.I32;
            // Of a swap the verifier does not know what it leaves above.
            case Opcode.CallHelper or Opcode.CallKfunc or Opcode.SwapBytes:
                return false;
            case Opcode.CoreConstant:
                return value.Type == IrType.I32;
        }

        return value.Type == IrType.I32 || (value.Type == IrType.I64 && IsZeroWide(value, zero));
    }

    /// <summary>Sign-extending loads (ISA v4) fill all 64 bits; without them the extension is arithmetic of the result's width.</summary>
    private static bool ExtendsSign(Value load) => load.Access.IsSigned && load.Access.Size.Bits() < (load.Type == IrType.I32 ? 32 : 64);

    private static bool IsZeroWide(Value value, HashSet<Value> zero) => value.Opcode switch
    {
        Opcode.And => value.Arguments.Exists(zero.Contains),
        Opcode.Or or Opcode.Xor => value.Arguments.TrueForAll(zero.Contains),
        Opcode.ShiftRightUnsigned => zero.Contains(value.Arguments[0]) || (value.Arguments[1] is { IsConstant: true } count && (count.Immediate & 63) >= 32),
        Opcode.DivideUnsigned => zero.Contains(value.Arguments[0]),
        Opcode.RemainderUnsigned => value.Arguments.TrueForAll(zero.Contains),
        _ => false,
    };
}
