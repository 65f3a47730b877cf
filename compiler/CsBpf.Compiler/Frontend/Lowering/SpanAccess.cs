using CsBpf.Compiler.Frontend.Types;
using CsBpf.Compiler.Ir;

namespace CsBpf.Compiler.Frontend.Lowering;

/// <summary>Reads and makes spans: their parts, their elements, loops over these.</summary>
/// <param name="method">The method.</param>
internal sealed class SpanAccess(MethodLowering method)
{
    private InstructionBuilder Builder => method.Builder;

    /// <summary>The parts of a span.</summary>
    public SpanValue Load(MemoryPlace place)
    {
        return new SpanValue(Read(0), Read(1), Read(2), Read(3));

        Value Read(int field) => method.Operands.ReadMemory(Part(place, field));
    }

    /// <summary>A span of these parts.</summary>
    public MemoryPlace Store(SpanValue span, TypeShape shape)
    {
        MemoryPlace place = method.Variables.NewTemporary("span", shape);
        Value[] parts = [span.Memory, span.Start, span.Length, span.Limit];
        for (int i = 0; i < parts.Length; i++)
            method.Operands.WriteMemory(Part(place, i), parts[i]);
        return place;
    }

    /// <summary>A span of all elements of memory.</summary>
    public MemoryPlace Of(Value address, int count, TypeShape shape)
    {
        Value length = Builder.Constant(IrType.I64, count);
        return Store(new SpanValue(address, Builder.Constant(IrType.I64, 0), length, length), shape);
    }

    /// <summary>A span of all elements of memory that may be a part of something larger: what is reached by the span stays in there.</summary>
    public MemoryPlace OfPart(Value address, int count, TypeShape shape)
    {
        var extent = new ArrayExtent(0, count * (long)shape.SpanElement!.Size);
        return Of(Builder.Emit(Opcode.PointerAdd, address.Type, 0, extent, address, Builder.Constant(IrType.I64, 0)), count, shape);
    }

    /// <summary>The length of a span, as C# gives it.</summary>
    public Value LengthOf(MemoryPlace place) => Builder.Narrow(Load(place).Length);

    /// <summary>
    /// The element at an index that is less than the length. This guard says so to the verifier, which does not know that a span is inside of
    /// its memory.
    /// </summary>
    public MemoryPlace Element(SpanValue span, Value index, TypeShape element)
    {
        Value position = Builder.Binary(Opcode.Add, span.Start, index);
        Builder.FaultIf(Builder.Compare(Opcode.LessOrEqualUnsigned, span.Limit, position));
        return method.Elements.Element(new MemoryPlace(span.Memory, 0, element), position, element);
    }

    /// <summary>
    /// The first bytes of a span of bytes as a value; where there are fewer, the fault exit. What is compared is where the last byte lies: the
    /// others lie before it.
    /// </summary>
    public MemoryPlace First(SpanValue span, TypeShape value)
    {
        Value last = Builder.Constant(IrType.I64, value.Size - 1);
        Builder.FaultIf(Builder.Compare(Opcode.LessOrEqualUnsigned, span.Length, last));
        return Element(span, last, method.Context.Shapes.Byte) with { Offset = 1 - value.Size, Shape = value, Alignment = 1 };
    }

    /// <summary>A part of a span; where it has none such, the fault exit.</summary>
    /// <param name="span">The span.</param>
    /// <param name="start">The index of the first element.</param>
    /// <param name="length">The number of elements; null for all that follow.</param>
    public SpanValue Slice(SpanValue span, Value start, Value? length)
    {
        Value first = Builder.Widen(start, isSigned: false);
        Builder.FaultIf(Builder.Compare(Opcode.LessUnsigned, span.Length, first));
        Value rest = Builder.Binary(Opcode.Subtract, span.Length, first);
        Value taken = rest;
        if (length is not null)
        {
            taken = Builder.Widen(length, isSigned: false);
            Builder.FaultIf(Builder.Compare(Opcode.LessUnsigned, rest, taken));
        }

        return span with { Start = Builder.Binary(Opcode.Add, span.Start, first), Length = taken };
    }

    /// <summary>Does something with each element.</summary>
    public void ForEach(MemoryPlace place, Action<MemoryPlace> body)
    {
        SpanValue span = Load(place);
        Loop(span.Length, index => body(Element(span, index, place.Shape.SpanElement!)));
    }

    /// <summary>Does something with each number from 0 up.</summary>
    public void Loop(Value count, Action<Value> body)
    {
        StackSlot slot = Builder.Function.NewSlot("index", sizeof(long), sizeof(long));
        Builder.Store(VariableTable.AddressAccess, Builder.AddressOf(slot), 0, Builder.Constant(IrType.I64, 0));
        BasicBlock test = Builder.NewBlock();
        BasicBlock again = Builder.NewBlock();
        BasicBlock next = Builder.NewBlock();
        Builder.Jump(test);
        Builder.Start(test);
        // Where a budget's fault goes on is known here, as for the loops of the source.
        if (Builder.OnFault is not null)
            Builder.FaultIf(Builder.Emit(Opcode.BudgetUsedUp, IrType.Bool));
        Value index = Builder.Load(IrType.I64, VariableTable.AddressAccess, Builder.AddressOf(slot), 0);
        Builder.Branch(Builder.Compare(Opcode.LessUnsigned, index, count), again, next);
        Builder.Start(again);
        body(index);
        Builder.Store(VariableTable.AddressAccess, Builder.AddressOf(slot), 0, Builder.Binary(Opcode.Add, index, 1));
        Builder.Jump(test);
        Builder.Start(next);
    }

    /// <summary>A part of a span or of its enumerator.</summary>
    public static MemoryPlace Part(MemoryPlace place, int field) => OperandAccess.Field(place, place.Shape.Layout!.Fields[field]);
}
