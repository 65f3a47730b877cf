using CsBpf.Compiler.Ir;
using CsBpf.Object.Instructions;

namespace CsBpf.Compiler.Frontend.Lowering;

/// <summary>Reads and writes the fields of packed structs in parts that are aligned: the verifier takes no others.</summary>
internal static class UnalignedAccess
{
    /// <summary>Loads a scalar, from the highest part down.</summary>
    public static Value Load(InstructionBuilder builder, MemoryPlace place)
    {
        (MemoryAccess part, int bytes) = Part(place);
        Value? value = null;
        for (int offset = place.Shape.Size - bytes; offset >= 0; offset -= bytes)
        {
            Value next = builder.Load(place.Shape.IrType, part, place.Address, place.Offset + offset);
            value = value is null ? next : builder.Binary(Opcode.Or, Shift(builder, Opcode.ShiftLeft, value, bytes * 8), next);
        }

        return place.Shape.IsSigned && place.Shape.Bits < 32 ? builder.Emit(Opcode.SignExtend, value!.Type, place.Shape.Bits, null, value) : value!;
    }

    /// <summary>Stores a scalar, from the lowest part up.</summary>
    public static void Store(InstructionBuilder builder, MemoryPlace place, Value value)
    {
        (MemoryAccess part, int bytes) = Part(place);
        for (int offset = 0; offset < place.Shape.Size; offset += bytes)
            builder.Store(part, place.Address, place.Offset + offset, Shift(builder, Opcode.ShiftRightUnsigned, value, offset * 8));
    }

    private static (MemoryAccess Access, int Bytes) Part(MemoryPlace place)
    {
        MemorySize size = place.Alignment switch
        {
            1 => MemorySize.Byte,
            2 => MemorySize.Half,
            _ => MemorySize.Word,
        };
        return (new MemoryAccess(size), size.Bytes());
    }

    private static Value Shift(InstructionBuilder builder, Opcode opcode, Value value, int bits) =>
        bits == 0 ? value : builder.Emit(opcode, value.Type, value, builder.Constant(IrType.I32, bits));
}
