using System.Text;
using CsBpf.Compiler.Diagnostics;
using CsBpf.Compiler.Frontend.Types;
using CsBpf.Compiler.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CsBpf.Compiler.Frontend.Lowering;

/// <summary>Compiles spans: what makes them, their members, their elements.</summary>
/// <param name="method">The method.</param>
internal sealed class SpanLowering(MethodLowering method)
{
    private InstructionBuilder Builder => method.Builder;

    /// <summary>Compiles a property of a span or of its enumerator.</summary>
    public Operand LowerProperty(IPropertyReferenceOperation operation)
    {
        if (operation.Instance is null)
            return method.ShapeOf(operation) is { IsAggregate: true } empty ? method.Structs.Default(empty) : NothingOperand.Instance;
        MemoryPlace place = method.Expressions.LowerPlace(operation.Instance);
        if (place.Shape.SpanElement is null)
            return place.Shape.Layout is { Fields: [{ Name: SpanFields.Span }, _] } ? Current(place) : NothingOperand.Instance;
        switch (operation.Property.Name)
        {
            case nameof(Span<>.Length):
                return new ValueOperand(Builder.Narrow(Load(place).Length), method.Context.Shapes.Int32);
            case nameof(Span<>.IsEmpty):
                return new ValueOperand(Builder.IsZero(Load(place).Length), method.Context.Shapes.Boolean);
            case var _ when operation is { Property.IsIndexer: true, Arguments: [{ Value: var argument }] }:
                return LowerElement(place, argument, operation);
            default:
                return Unsupported(operation, operation.Property);
        }
    }

    /// <summary>Compiles <c>span[^1]</c> and <c>span[a..b]</c>.</summary>
    public Operand LowerImplicitIndexer(IImplicitIndexerReferenceOperation operation)
    {
        MemoryPlace place = method.Expressions.LowerPlace(operation.Instance);
        if (place.Shape.SpanElement is null)
            return method.Elements.RefuseIndex(operation, operation.Argument);
        return operation.Argument is IRangeOperation range
            ? LowerRange(place, range, operation)
            : LowerElement(place, operation.Argument, operation);
    }

    /// <summary>Compiles a method of a span or of its enumerator.</summary>
    public Operand LowerCall(IInvocationOperation operation)
    {
        IMethodSymbol target = operation.TargetMethod;
        if (operation.Instance is null)
            return Unsupported(operation, target);
        MemoryPlace place = method.Expressions.LowerPlace(operation.Instance);
        if (place.Shape.Layout is { Fields: [{ Name: SpanFields.Span }, _] } && target.Name == nameof(Span<>.Enumerator.MoveNext))
            return MoveNext(place);
        if (place.Shape.SpanElement is null)
            return NothingOperand.Instance;
        Operand[] arguments = method.Calls.LowerArguments(operation.Arguments);
        switch (target.Name)
        {
            // Only what 'foreach' makes of it: an enumerator in other hands could be asked for the element before it has moved.
            case nameof(Span<>.GetEnumerator) when operation.IsImplicit && target.ReturnType is { } enumerator:
                return GetEnumerator(place, method.ShapeOf(enumerator, operation));
            case nameof(Span<>.Slice) when arguments is [var start]:
                return Slice(place, method.Operands.Read(start, operation), null);
            case nameof(Span<>.Slice) when arguments is [var start, var length]:
                return Slice(place, method.Operands.Read(start, operation), method.Operands.Read(length, operation));
            case nameof(Span<>.Clear):
                ForEach(place, element => Clear(element));
                return NothingOperand.Instance;
            case nameof(Span<>.Fill) when arguments is [var value]:
                ForEach(place, element => method.Operands.Write(element, value, operation));
                return NothingOperand.Instance;
            case nameof(Span<>.CopyTo) when arguments is [MemoryPlace { Shape.SpanElement: not null } destination]:
                Copy(place, destination);
                return NothingOperand.Instance;
            default:
                return Unsupported(operation, target);
        }
    }

    /// <summary>Compiles an extension method of spans; null where it is none that can be compiled.</summary>
    public Operand? TryLowerExtension(IInvocationOperation operation)
    {
        IMethodSymbol target = operation.TargetMethod;
        if (target.ContainingType.ToDisplayString() != "System.MemoryExtensions" || target.Name != nameof(MemoryExtensions.SequenceEqual))
            return null;
        return method.Calls.LowerArguments(operation.Arguments) is [MemoryPlace left, MemoryPlace right]
            && left.Shape.SpanElement is { IsScalar: true } && right.Shape.SpanElement is { IsScalar: true }
            ? new ValueOperand(SequenceEqual(left, right), method.Context.Shapes.Boolean)
            : null;
    }

    /// <summary>Compiles <c>new Span&lt;T&gt;(…)</c>.</summary>
    public Operand LowerCreation(IObjectCreationOperation operation, TypeShape shape)
    {
        switch (operation.Arguments)
        {
            case []:
                return method.Structs.Default(shape);
            case [{ Parameter.RefKind: not RefKind.None, Value: var element }]:
                Value address = method.Operands.ReferenceTo(method.Expressions.LowerPlace(element), operation);
                return Of(address, 1, shape);
            default:
                return method.Expressions.Refuse(LanguageDiagnostics.UnsupportedOperation, operation, "This constructor of a span");
        }
    }

    /// <summary>A span of all elements of an inline array.</summary>
    public MemoryPlace OfInlineArray(MemoryPlace array, TypeShape shape, IOperation operation) =>
        Of(method.Operands.ReferenceTo(array with { Shape = array.Shape.Elements!.Shape }, operation), array.Shape.Elements!.Count, shape);

    /// <summary>A span of some elements of an inline array.</summary>
    public Operand OfInlineArray(MemoryPlace array, IRangeOperation range, IInlineArrayAccessOperation operation) =>
        method.ShapeOf(operation) is { SpanElement: not null } shape
            ? LowerRange(OfInlineArray(array, shape, operation), range, operation)
            : NothingOperand.Instance;

    /// <summary>A span of all elements of a constant table.</summary>
    public MemoryPlace OfTable(TableOperand table, TypeShape shape) => Of(method.Tables.PlaceOf(table).Address, table.Count, shape);

    /// <summary>A span of all bytes of a packet.</summary>
    public MemoryPlace OfPacket(Value context, PacketRange range, TypeShape shape)
    {
        Value start = Builder.Emit(Opcode.PacketStart, IrType.Pointer, 0, range, context);
        Value end = Builder.Emit(Opcode.PacketEnd, IrType.Pointer, 0, range, context);
        Value length = Builder.Binary(Opcode.Subtract, Number(end), Number(start));
        return Store(new SpanValue(start, Builder.Constant(IrType.I64, 0), length, length), shape);

        Value Number(Value address) => Builder.Emit(Opcode.Reinterpret, IrType.I64, 0, null, address);
    }

    /// <summary>Compiles <c>"text"u8</c>.</summary>
    public Operand LowerUtf8(IUtf8StringOperation operation)
    {
        TypeShape shape = method.ShapeOf(operation);
        return shape.SpanElement is null ? NothingOperand.Instance : OfConstant(Encoding.UTF8.GetBytes(operation.Value), shape);
    }

    /// <summary>Compiles <c>[x, y, z]</c> as a span: of constants in memory that never changes, else of memory on the stack.</summary>
    public Operand LowerCollection(ICollectionExpressionOperation operation)
    {
        TypeShape shape = method.ShapeOf(operation);
        if (shape.SpanElement is not { } element)
            return method.Expressions.Refuse(LanguageDiagnostics.HeapAllocation, operation, operation.Type?.ToDisplayString());
        if (operation.Elements.Any(part => part is ISpreadOperation))
            return method.Expressions.Refuse(LanguageDiagnostics.UnsupportedOperation, operation, "A spread element");
        var initial = new InitialValue(method.Context.Compilation, method.Context.Shapes);
        if (operation.Type?.Name == nameof(ReadOnlySpan<>) && initial.TryWrite(operation.Elements, element) is { } bytes)
            return OfConstant(bytes, shape);
        return OfStack(operation.Elements.Length, operation.Elements, shape);
    }

    /// <summary>Compiles <c>stackalloc</c> to a span; Roslyn has no operation for it. Null where it is something else.</summary>
    public Operand? TryLowerStackAlloc(IOperation operation)
    {
        if (!StackAllocation.IsOne(operation))
            return null;
        TypeShape shape = method.ShapeOf(operation);
        if (shape.SpanElement is not { } element)
            return NothingOperand.Instance;
        if (operation.ChildOperations.FirstOrDefault()?.ConstantValue is not { HasValue: true, Value: int count }
            || count < 0 || (long)count * element.Size > StackAllocation.LargestSize)
        {
            string problem = $"A 'stackalloc' whose size is not a constant of at most {StackAllocation.LargestSize} bytes";
            return method.Expressions.Refuse(LanguageDiagnostics.UnsupportedOperation, operation, problem);
        }

        if (StackAllocation.MayRunAgain(operation.Syntax))
            return method.Expressions.Refuse(LanguageDiagnostics.UnsupportedOperation, operation, "A 'stackalloc' in a loop");
        return OfStack(count, [.. operation.ChildOperations.Skip(1)], shape);
    }

    /// <summary>A span as one of another type with the same elements.</summary>
    public Operand Convert(MemoryPlace span, TypeShape target, IOperation operation) =>
        method.Operands.Copy(span with { Shape = target }, operation);

    private Operand LowerElement(MemoryPlace place, IOperation argument, IOperation operation)
    {
        if (method.Elements.LowerIndex(argument, () => Builder.Narrow(Load(place).Length)) is not { } index)
            return method.Elements.RefuseIndex(operation, argument);
        SpanValue span = Load(place);
        return Element(span, method.Elements.Guard(index, span.Length), place.Shape.SpanElement!);
    }

    // The first guard is that of C#; the second says the same to the verifier, which does not know that a span is inside of its memory.
    private MemoryPlace Element(SpanValue span, Value index, TypeShape element)
    {
        Value position = Builder.Binary(Opcode.Add, span.Start, index);
        Builder.FaultIf(Builder.Compare(Opcode.LessOrEqualUnsigned, span.Limit, position));
        return method.Elements.Element(new MemoryPlace(span.Memory, 0, element), position, element);
    }

    private Operand LowerRange(MemoryPlace place, IRangeOperation range, IOperation operation)
    {
        Value Length() => Builder.Narrow(Load(place).Length);
        Value? start = range.LeftOperand is { } left ? method.Elements.LowerIndex(left, Length) : Builder.Constant(IrType.I32, 0);
        Value? end = range.RightOperand is { } right ? method.Elements.LowerIndex(right, Length) : Length();
        return start is null || end is null
            ? method.Expressions.Refuse(LanguageDiagnostics.UnsupportedOperation, operation, $"The range '{range.Syntax}'")
            : Slice(place, start, Builder.Binary(Opcode.Subtract, end, start));
    }

    private MemoryPlace Slice(MemoryPlace place, Value start, Value? length)
    {
        SpanValue span = Load(place);
        Value first = Builder.Widen(start, isSigned: false);
        Builder.FaultIf(Builder.Compare(Opcode.LessUnsigned, span.Length, first));
        Value rest = Builder.Binary(Opcode.Subtract, span.Length, first);
        Value taken = rest;
        if (length is not null)
        {
            taken = Builder.Widen(length, isSigned: false);
            Builder.FaultIf(Builder.Compare(Opcode.LessUnsigned, rest, taken));
        }

        return Store(span with { Start = Builder.Binary(Opcode.Add, span.Start, first), Length = taken }, place.Shape);
    }

    private MemoryPlace GetEnumerator(MemoryPlace span, TypeShape shape)
    {
        MemoryPlace enumerator = method.Variables.NewTemporary("enumerator", shape);
        method.Operands.CopyMemory(Part(enumerator, 0), span);
        method.Operands.WriteMemory(Part(enumerator, 1), Builder.Constant(IrType.I64, -1));
        return enumerator;
    }

    // The index goes past the end with the last call: 'foreach' asks no more then.
    private ValueOperand MoveNext(MemoryPlace enumerator)
    {
        Value next = Builder.Binary(Opcode.Add, method.Operands.ReadMemory(Part(enumerator, 1)), 1);
        method.Operands.WriteMemory(Part(enumerator, 1), next);
        Value length = Load(Part(enumerator, 0)).Length;
        return new ValueOperand(Builder.Compare(Opcode.LessUnsigned, next, length), method.Context.Shapes.Boolean);
    }

    private MemoryPlace Current(MemoryPlace enumerator)
    {
        MemoryPlace span = Part(enumerator, 0);
        return Element(Load(span), method.Operands.ReadMemory(Part(enumerator, 1)), span.Shape.SpanElement!);
    }

    private void Clear(MemoryPlace element)
    {
        if (element.Shape.IsScalar)
            method.Operands.WriteMemory(element, Builder.Constant(element.Shape.IrType, 0));
        else
            method.Operands.Zero(element);
    }

    private void ForEach(MemoryPlace place, Action<MemoryPlace> body)
    {
        SpanValue span = Load(place);
        Loop(span.Length, index => body(Element(span, index, place.Shape.SpanElement!)));
    }

    // Where the target starts after the source, elements may lie in both: they are copied from the end then.
    private void Copy(MemoryPlace source, MemoryPlace destination)
    {
        TypeShape element = source.Shape.SpanElement!;
        SpanValue from = Load(source);
        SpanValue to = Load(destination);
        Builder.FaultIf(Builder.Compare(Opcode.LessUnsigned, to.Length, from.Length));
        Value last = Builder.Binary(Opcode.Subtract, from.Length, 1);
        Value isSame = Builder.Compare(Opcode.Equal, to.Memory, from.Memory);
        Value isAfter = Builder.Compare(Opcode.LessUnsigned, from.Start, to.Start);
        BasicBlock backward = Builder.NewBlock();
        BasicBlock forward = Builder.NewBlock();
        BasicBlock next = Builder.NewBlock();
        Builder.Branch(Builder.Binary(Opcode.And, isSame, isAfter), backward, forward);
        Builder.Start(backward);
        Loop(from.Length, index => CopyElement(Builder.Binary(Opcode.Subtract, last, index)));
        Builder.Jump(next);
        Builder.Start(forward);
        Loop(from.Length, CopyElement);
        Builder.Jump(next);
        Builder.Start(next);

        void CopyElement(Value index)
        {
            MemoryPlace target = Element(to, index, element);
            MemoryPlace value = Element(from, index, element);
            if (element.IsScalar)
                method.Operands.WriteMemory(target, method.Operands.ReadMemory(value));
            else
                method.Operands.CopyMemory(target, value);
        }
    }

    private Value SequenceEqual(MemoryPlace left, MemoryPlace right)
    {
        SpanValue x = Load(left);
        SpanValue y = Load(right);
        MemoryPlace result = method.Variables.NewTemporary("equal", method.Context.Shapes.Boolean);
        method.Operands.WriteMemory(result, Builder.Compare(Opcode.Equal, x.Length, y.Length));
        BasicBlock compare = Builder.NewBlock();
        BasicBlock different = Builder.NewBlock();
        BasicBlock next = Builder.NewBlock();
        Builder.Branch(method.Operands.ReadMemory(result), compare, next);
        Builder.Start(compare);
        Loop(x.Length, index =>
        {
            Value one = method.Operands.ReadMemory(Element(x, index, left.Shape.SpanElement!));
            Value other = method.Operands.ReadMemory(Element(y, index, right.Shape.SpanElement!));
            BasicBlock same = Builder.NewBlock();
            Builder.Branch(Builder.Compare(Opcode.Equal, one, other), same, different);
            Builder.Start(same);
        });
        Builder.Jump(next);
        Builder.Start(different);
        method.Operands.WriteMemory(result, Builder.Constant(false));
        Builder.Jump(next);
        Builder.Start(next);
        return method.Operands.ReadMemory(result);
    }

    private void Loop(Value count, Action<Value> body)
    {
        StackSlot slot = Builder.Function.NewSlot("index", sizeof(long), sizeof(long));
        Builder.Store(VariableTable.AddressAccess, Builder.AddressOf(slot), 0, Builder.Constant(IrType.I64, 0));
        BasicBlock test = Builder.NewBlock();
        BasicBlock again = Builder.NewBlock();
        BasicBlock next = Builder.NewBlock();
        Builder.Jump(test);
        Builder.Start(test);
        Value index = Builder.Load(IrType.I64, VariableTable.AddressAccess, Builder.AddressOf(slot), 0);
        Builder.Branch(Builder.Compare(Opcode.LessUnsigned, index, count), again, next);
        Builder.Start(again);
        body(index);
        Builder.Store(VariableTable.AddressAccess, Builder.AddressOf(slot), 0, Builder.Binary(Opcode.Add, index, 1));
        Builder.Jump(test);
        Builder.Start(next);
    }

    private MemoryPlace OfConstant(byte[] bytes, TypeShape shape)
    {
        if (bytes.Length == 0)
            return method.Structs.Default(shape);
        TypeShape element = shape.SpanElement!;
        GlobalVariable memory = method.Context.Globals.GetConstant(bytes, element.Alignment);
        return Of(Builder.AddressOf(memory), bytes.Length / element.Size, shape);
    }

    private MemoryPlace OfStack(int count, IReadOnlyList<IOperation> elements, TypeShape shape)
    {
        TypeShape element = shape.SpanElement!;
        StackSlot slot = Builder.Function.NewSlot("span", Math.Max(count * element.Size, 1), element.Alignment);
        if (count > 0)
            Builder.Zero(Builder.AddressOf(slot), count * element.Size, element.Alignment);
        for (int i = 0; i < elements.Count; i++)
        {
            Operand value = method.Expressions.Lower(elements[i]);
            value = method.Conversions.Convert(value, element, isChecked: false, elements[i]);
            method.Operands.Write(new MemoryPlace(Builder.AddressOf(slot), i * element.Size, element), value, elements[i]);
        }

        return Of(Builder.AddressOf(slot), count, shape);
    }

    private MemoryPlace Of(Value address, int count, TypeShape shape)
    {
        Value length = Builder.Constant(IrType.I64, count);
        return Store(new SpanValue(address, Builder.Constant(IrType.I64, 0), length, length), shape);
    }

    private SpanValue Load(MemoryPlace place)
    {
        return new SpanValue(Read(0), Read(1), Read(2), Read(3));

        Value Read(int field) => method.Operands.ReadMemory(Part(place, field));
    }

    private MemoryPlace Store(SpanValue span, TypeShape shape)
    {
        MemoryPlace place = method.Variables.NewTemporary("span", shape);
        Value[] parts = [span.Memory, span.Start, span.Length, span.Limit];
        for (int i = 0; i < parts.Length; i++)
            method.Operands.WriteMemory(Part(place, i), parts[i]);
        return place;
    }

    private static MemoryPlace Part(MemoryPlace place, int field) => OperandAccess.Field(place, place.Shape.Layout!.Fields[field]);

    private Operand Unsupported(IOperation operation, ISymbol member) =>
        method.Expressions.Refuse(LanguageDiagnostics.MethodWithoutSource, operation, member.ToDisplayString());
}
