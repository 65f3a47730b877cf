using System.Buffers.Binary;
using CsBpf.Compiler.Ir;
using CsBpf.Object.Instructions;

namespace CsBpf.Compiler.Optimization.Rewriting;

/// <summary>What accesses to memory become by what is known about their address and their value.</summary>
internal static class MemoryFolding
{
    /// <summary>Takes constants that move the address into the displacement, as far as an instruction can have them.</summary>
    public static bool TryFoldDisplacement(Value access)
    {
        Value address = access.Arguments[0];
        if (address.Opcode != Opcode.PointerAdd || !address.Arguments[1].IsConstant)
            return false;
        long displacement = access.Immediate + address.Arguments[1].Immediate;
        if (displacement is < short.MinValue or > short.MaxValue - 8)
            return false;
        access.Arguments[0] = address.Arguments[0];
        access.Immediate = displacement;
        return true;
    }

    /// <summary>The number that a load reads from a constant that is the same in every load of the object.</summary>
    public static long? ConstantOf(Value load)
    {
        Value address = load.Arguments[0];
        if (address.Opcode != Opcode.GlobalAddress || load.Access.IsVolatile || load.Access.Relocation is not null || load.Type == IrType.Pointer)
            return null;
        GlobalVariable global = address.Global;
        MemorySize size = load.Access.Size;
        if (global.Section != GlobalSection.ReadOnlyData || global.IsSettable || load.Immediate < 0 || load.Immediate + size.Bytes() > global.Initial.Length)
            return null;
        ReadOnlySpan<byte> bytes = global.Initial.AsSpan((int)load.Immediate, size.Bytes());
        long number = size switch
        {
            MemorySize.Byte => load.Access.IsSigned ? (sbyte)bytes[0] : bytes[0],
            MemorySize.Half => load.Access.IsSigned ? BinaryPrimitives.ReadInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes),
            MemorySize.Word => load.Access.IsSigned ? BinaryPrimitives.ReadInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes),
            _ => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        };
        return ConstantFolding.Normalize(load.Type, number);
    }

    /// <summary>The value whose lowest bits a store writes all the same: without the extensions and masks that only change bits above.</summary>
    public static Value Stored(Value store)
    {
        ulong stored = store.Access.Size == MemorySize.DoubleWord ? ulong.MaxValue : (1UL << store.Access.Size.Bits()) - 1;
        Value value = store.Arguments[1];
        while (SameBits(value, stored) is { } inner && Holds(inner.Type, store.Access.Size))
            value = inner;
        return value;
    }

    /// <summary>The argument of a value that has the same bits where a mask has ones; null where there is none.</summary>
    public static Value? SameBits(Value value, ulong mask) => value.Opcode switch
    {
        Opcode.SignExtend or Opcode.ZeroExtend when value.Immediate > 1 && mask >> (int)value.Immediate == 0 => value.Arguments[0],
        Opcode.Truncate when mask <= uint.MaxValue => value.Arguments[0],
        Opcode.And when value.Arguments[1].IsConstant && (~(ulong)value.Arguments[1].Immediate & mask) == 0 => value.Arguments[0],
        Opcode.Or or Opcode.Xor when value.Arguments[1].IsConstant && ((ulong)value.Arguments[1].Immediate & mask) == 0 => value.Arguments[0],
        _ => null,
    };

    private static bool Holds(IrType type, MemorySize size) => type == IrType.I64 || (type == IrType.I32 && size <= MemorySize.Word);
}
