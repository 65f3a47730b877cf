using CsBpf.Compiler.Frontend.Types;
using CsBpf.Compiler.Ir;
using Microsoft.CodeAnalysis.Operations;

namespace CsBpf.Compiler.Frontend.Lowering;

/// <summary>A pointer in its parts.</summary>
/// <param name="Memory">The address of the memory that it leads into.</param>
/// <param name="Position">How far it is from there, in bytes; anything, until it is used. An I64.</param>
/// <param name="Limit">The size of the memory in bytes; 0 for null. An I64.</param>
internal sealed record PointerValue(Value Memory, Value Position, Value Limit);

/// <summary>Reads, makes, moves and compares pointers.</summary>
/// <param name="method">The method.</param>
internal sealed class PointerAccess(MethodLowering method)
{
    private InstructionBuilder Builder => method.Builder;

    /// <summary>The parts of a pointer.</summary>
    public PointerValue Load(MemoryPlace place)
    {
        return new PointerValue(Read(0), Read(1), Read(2));

        Value Read(int field) => method.Operands.ReadMemory(Part(place, field));
    }

    /// <summary>A pointer of these parts.</summary>
    public MemoryPlace Store(PointerValue pointer, TypeShape shape)
    {
        MemoryPlace place = method.Variables.NewTemporary("pointer", shape);
        Value[] parts = [pointer.Memory, pointer.Position, pointer.Limit];
        for (int i = 0; i < parts.Length; i++)
            method.Operands.WriteMemory(Part(place, i), parts[i]);
        return place;
    }

    /// <summary>A pointer to the start of memory.</summary>
    public PointerValue To(Value address, long size) => new(address, Builder.Constant(IrType.I64, 0), Builder.Constant(IrType.I64, size));

    /// <summary>A pointer that is some elements farther.</summary>
    public PointerValue Move(PointerValue pointer, Value count, int size) =>
        MoveBytes(pointer, size == 1 ? count : Builder.Binary(Opcode.Multiply, count, size));

    /// <summary>A pointer that is some bytes farther.</summary>
    public PointerValue MoveBytes(PointerValue pointer, Value distance) =>
        pointer with { Position = Builder.Binary(Opcode.Add, pointer.Position, distance) };

    /// <summary>What a pointer leads to; the fault exit, where that is not inside of the memory.</summary>
    public MemoryPlace Target(PointerValue pointer, TypeShape element)
    {
        Guard(pointer, element.Size);
        return new MemoryPlace(AddressOf(pointer), 0, element) { Alignment = 1, Pointer = pointer };
    }

    /// <summary>
    /// The address of what lies behind where a pointer leads to, for a reference; the fault exit, where it is not aligned. That bits are zero the
    /// verifier believes where they are made so, and forgets what it knew of the number before.
    /// </summary>
    public Value AlignedAddress(PointerValue pointer, long offset, TypeShape shape)
    {
        Value position = Builder.Binary(Opcode.Add, pointer.Position, offset);
        PointerValue aligned = pointer with { Position = Builder.Binary(Opcode.And, position, -shape.Alignment) };
        Builder.FaultIf(Builder.Compare(Opcode.NotEqual, aligned.Position, position));
        Guard(aligned, shape.Size);
        return AddressOf(aligned);
    }

    /// <summary>Whether a pointer is null.</summary>
    public Value IsNull(PointerValue pointer) => Builder.IsZero(pointer.Limit);

    /// <summary>x op y for a comparison.</summary>
    public Value Compare(BinaryOperatorKind kind, PointerValue x, PointerValue y) => Relate(
        x,
        y,
        method.Context.Shapes.Boolean,
        () => method.Arithmetic.Compare(kind, x.Position, y.Position, isSigned: true),
        distance => method.Arithmetic.Compare(kind, distance, Builder.Constant(IrType.I64, 0), isSigned: true));

    /// <summary>How many bytes one pointer is behind another.</summary>
    public Value Distance(PointerValue x, PointerValue y) => Relate(
        x,
        y,
        method.Context.Shapes.Int64,
        () => Builder.Binary(Opcode.Subtract, x.Position, y.Position),
        distance => distance);

    // In the same memory the positions say it all; for others the addresses have to be asked, and null, which is none, comes before all of them.
    private Value Relate(PointerValue x, PointerValue y, TypeShape shape, Func<Value> inside, Func<Value, Value> between)
    {
        MemoryPlace result = method.Variables.NewTemporary("related", shape);
        BasicBlock next = Builder.NewBlock();
        When(Builder.Compare(Opcode.Equal, x.Memory, y.Memory), inside);
        When(IsNull(x), () => between(Builder.Select(IsNull(y), Builder.Constant(IrType.I64, 0), Builder.Constant(IrType.I64, -1))));
        When(IsNull(y), () => between(Builder.Constant(IrType.I64, 1)));
        Value apart = Builder.Binary(Opcode.Subtract, Number(x.Memory), Number(y.Memory));
        method.Operands.WriteMemory(result, between(Builder.Binary(Opcode.Add, apart, Builder.Binary(Opcode.Subtract, x.Position, y.Position))));
        Builder.Jump(next);
        Builder.Start(next);
        return method.Operands.ReadMemory(result);

        void When(Value condition, Func<Value> value)
        {
            BasicBlock taken = Builder.NewBlock();
            BasicBlock other = Builder.NewBlock();
            Builder.Branch(condition, taken, other);
            Builder.Start(taken);
            method.Operands.WriteMemory(result, value());
            Builder.Jump(next);
            Builder.Start(other);
        }

        Value Number(Value address) => Builder.Emit(Opcode.Reinterpret, IrType.I64, 0, null, address);
    }

    private void Guard(PointerValue pointer, int size)
    {
        Value bytes = Builder.Constant(IrType.I64, size);
        Builder.FaultIf(Builder.Compare(Opcode.LessUnsigned, pointer.Limit, bytes));
        Builder.FaultIf(Builder.Compare(Opcode.LessUnsigned, Builder.Binary(Opcode.Subtract, pointer.Limit, bytes), pointer.Position));
    }

    private Value AddressOf(PointerValue pointer) => Builder.Emit(Opcode.PointerAdd, pointer.Memory.Type, pointer.Memory, pointer.Position);

    private static MemoryPlace Part(MemoryPlace place, int field) => OperandAccess.Field(place, place.Shape.Layout!.Fields[field]);
}
