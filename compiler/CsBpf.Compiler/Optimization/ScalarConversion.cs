using CsBpf.Compiler.Ir;
using CsBpf.Object.Instructions;

namespace CsBpf.Compiler.Optimization;

/// <summary>What a load gives of a value that was stored where it reads, without the memory in between.</summary>
/// <param name="function">The function.</param>
/// <param name="load">The load; new values take its location.</param>
/// <param name="add">Takes each new value, in order, to stand before the load.</param>
internal readonly struct ScalarConversion(Function function, Value load, Action<Value> add)
{
    /// <summary>The value that the load gives; null where it takes a part of what has no parts, an address.</summary>
    /// <param name="stored">The value of which at least the lowest bits that are loaded were stored.</param>
    /// <param name="skipped">How many of its lowest bits the load leaves out.</param>
    public Value? From(Value stored, int skipped = 0)
    {
        int bits = load.Access.Size.Bits();
        if (stored.Type == load.Type && skipped == 0 && (bits == WidthOf(stored.Type) || stored.Type == IrType.Bool))
            return stored;
        if (IsAddress(stored.Type) || IsAddress(load.Type))
            return bits == 64 && skipped == 0 && stored.Type != IrType.Bool ? Reinterpreted(stored) : null;
        if (stored.Type == IrType.Bool)
            return skipped == 0 && bits == 8 ? Add(Opcode.ZeroExtend, load.Type, [stored], 1) : null;
        Value lowest = stored;
        if (skipped > 0)
            lowest = Add(Opcode.ShiftRightUnsigned, stored.Type, [stored, Add(Opcode.Constant, IrType.I32, [], skipped)]);
        if (load.Type == IrType.Bool)
        {
            Value lowestByte = Add(Opcode.ZeroExtend, lowest.Type, [lowest], 8);
            return Add(Opcode.NotEqual, IrType.Bool, [lowestByte, Add(Opcode.Constant, lowest.Type, [])]);
        }

        if (lowest.Type == IrType.I64 && load.Type == IrType.I32)
            lowest = Add(Opcode.Truncate, IrType.I32, [lowest]);
        return bits == WidthOf(load.Type) ? lowest : Add(load.Access.IsSigned ? Opcode.SignExtend : Opcode.ZeroExtend, load.Type, [lowest], bits);
    }

    private static bool IsAddress(IrType type) => type is IrType.Pointer or IrType.KernelPointer;

    private static int WidthOf(IrType type) => type == IrType.I32 ? 32 : 64;

    private Value Reinterpreted(Value stored) =>
        stored is { IsConstant: true, Immediate: 0 } ? Add(Opcode.Constant, load.Type, []) : Add(Opcode.Reinterpret, load.Type, [stored]);

    private Value Add(Opcode opcode, IrType type, IEnumerable<Value> arguments, long immediate = 0)
    {
        Value value = function.NewValue(opcode, type, load.Location, arguments, immediate);
        add(value);
        return value;
    }
}
