using System.Text;
using CsBpf.Compiler.Diagnostics;
using CsBpf.Compiler.Frontend.Binding;
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

    private SpanAccess Access => method.SpanAccess;

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
                return new ValueOperand(Access.LengthOf(place), method.Context.Shapes.Int32);
            case nameof(Span<>.IsEmpty):
                return new ValueOperand(Builder.IsZero(Access.Load(place).Length), method.Context.Shapes.Boolean);
            case var _ when operation is { Property.IsIndexer: true, Arguments: [{ Value: var argument }] }:
                return LowerElement(place, operation.Instance, argument, operation);
            default:
                return Unsupported(operation, operation.Property);
        }
    }

    /// <summary>Compiles <c>span[^1]</c> and <c>span[a..b]</c>.</summary>
    public Operand LowerImplicitIndexer(IImplicitIndexerReferenceOperation operation)
    {
        if (operation.Instance.Type is { SpecialType: SpecialType.System_String } && method.Expressions.Lower(operation.Instance) is TextOperand { Text: var text })
            return method.Texts.LowerImplicitIndexer(text, operation);
        MemoryPlace place = method.Expressions.LowerPlace(operation.Instance);
        if (place.Shape.SpanElement is null)
            return method.Lists.LowerImplicitIndexer(place, operation);
        return IndexLowering.IsRange(operation.Argument)
            ? LowerRange(place, operation.Argument, operation)
            : LowerElement(place, operation.Instance, operation.Argument, operation);
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
                return Slice(place, method.Operands.Read(start, operation));
            case nameof(Span<>.Slice) when arguments is [var start, var length]:
                return Slice(place, method.Operands.Read(start, operation), method.Operands.Read(length, operation));
            case nameof(Span<>.Clear):
                method.SpanAlgorithms.Clear(place);
                return NothingOperand.Instance;
            case nameof(Span<>.Fill) when arguments is [var value]:
                Access.ForEach(place, element => method.Operands.Write(element, value, operation));
                return NothingOperand.Instance;
            case nameof(Span<>.CopyTo) when arguments is [MemoryPlace { Shape.SpanElement: not null } destination]:
                method.SpanAlgorithms.Copy(place, destination);
                return NothingOperand.Instance;
            case nameof(Span<>.TryCopyTo) when arguments is [MemoryPlace { Shape.SpanElement: not null } destination]:
                return method.SpanAlgorithms.TryCopy(place, destination);
            default:
                return Unsupported(operation, target);
        }
    }

    /// <summary>Compiles <c>new Span&lt;T&gt;(…)</c>.</summary>
    public Operand LowerCreation(IObjectCreationOperation operation, TypeShape shape)
    {
        switch (operation.Arguments)
        {
            case []:
                return method.Structs.Default(shape);
            case [{ Parameter.RefKind: not RefKind.None, Value: var element }]:
                MemoryPlace variable = method.Expressions.LowerPlace(element);
                Value address = shape.Type.Name == nameof(Span<>)
                    ? method.Operands.WritableReferenceTo(variable, operation)
                    : method.Operands.ReferenceTo(variable, operation);
                return Access.OfPart(address, 1, shape);
            case [{ Value: var pointer }, { Value: var length }] when PointerLowering.IsPointer(pointer):
                return method.Pointers.LowerSpan(pointer, length, shape);
            default:
                return method.Expressions.Refuse(LanguageDiagnostics.UnsupportedOperation, operation, "This constructor of a span");
        }
    }

    /// <summary>A span of all elements of an inline array.</summary>
    public MemoryPlace OfInlineArray(MemoryPlace array, TypeShape shape, IOperation operation) =>
        Access.OfPart(method.Operands.ReferenceTo(array with { Shape = array.Shape.Elements!.Shape }, operation), array.Shape.Elements!.Count, shape);

    /// <summary>A span of some elements of an inline array.</summary>
    public Operand OfInlineArray(MemoryPlace array, IOperation range, IInlineArrayAccessOperation operation) =>
        method.ShapeOf(operation) is { SpanElement: not null } shape
            ? LowerRange(OfInlineArray(array, shape, operation), range, operation)
            : NothingOperand.Instance;

    /// <summary>A span of some elements of a constant table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="shape">The span.</param>
    /// <param name="part">Nothing, a start, a start and a length, or a range.</param>
    /// <param name="operation">Where it is made.</param>
    public Operand OfTable(TableOperand table, TypeShape shape, ReadOnlySpan<IOperation> part, IOperation operation) => part switch
    {
        [] => OfTable(table, shape),
        [var range] when IndexLowering.IsRange(range) => LowerRange(OfTable(table, shape), range, operation),
        [var start] when start.Type is { SpecialType: SpecialType.System_Int32 } => Slice(OfTable(table, shape), method.Expressions.LowerValue(start)),
        [var start, var length] => Slice(OfTable(table, shape), method.Expressions.LowerValue(start), method.Expressions.LowerValue(length)),
        _ => method.Expressions.Refuse(LanguageDiagnostics.UnsupportedOperation, operation, "This span of a table"),
    };

    /// <summary>A span of all elements of a constant table.</summary>
    public MemoryPlace OfTable(TableOperand table, TypeShape shape) => Access.Of(method.Tables.PlaceOf(table).Address, table.Count, shape);

    /// <summary>A span of all bytes of a packet.</summary>
    public MemoryPlace OfPacket(Value context, PacketRange range, TypeShape shape)
    {
        Value start = Builder.Emit(Opcode.PacketStart, IrType.Pointer, 0, range, context);
        Value end = Builder.Emit(Opcode.PacketEnd, IrType.Pointer, 0, range, context);
        Value length = Builder.Binary(Opcode.Subtract, Number(end), Number(start));
        return Access.Store(new SpanValue(start, Builder.Constant(IrType.I64, 0), length, length), shape);

        Value Number(Value address) => Builder.Emit(Opcode.Reinterpret, IrType.I64, 0, null, address);
    }

    /// <summary>Compiles <c>"text"u8</c>.</summary>
    public Operand LowerUtf8(IUtf8StringOperation operation)
    {
        TypeShape shape = method.ShapeOf(operation);
        return shape.SpanElement is null ? NothingOperand.Instance : OfText(operation.Value, shape);
    }

    /// <summary>A span of the characters of a constant text.</summary>
    public MemoryPlace OfCharacters(string text, TypeShape shape) => OfConstant(Encoding.Unicode.GetBytes(text), shape);

    /// <summary>A span of the bytes of a constant text.</summary>
    public MemoryPlace OfText(string text, TypeShape shape) => OfConstant(Encoding.UTF8.GetBytes(text), shape);

    /// <summary>Compiles <c>[x, y, z]</c> as a span: of constants in memory that never changes, else of memory on the stack.</summary>
    public Operand LowerCollection(ICollectionExpressionOperation operation)
    {
        TypeShape shape = method.ShapeOf(operation);
        if (shape.SpanElement is not { } element)
            return method.Expressions.Refuse(LanguageDiagnostics.HeapAllocation, operation, operation.Type?.ToDisplayString(), Alternatives.OfAllocation(operation.Type));
        if (operation.Elements.Any(part => part is ISpreadOperation))
            return method.Spreads.Lower(operation, shape);
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
        if ((shape.SpanElement ?? shape.PointerElement) is not { } element)
            return NothingOperand.Instance;
        if (operation.ChildOperations.FirstOrDefault()?.ConstantValue is not { HasValue: true, Value: int count }
            || count < 0 || (long)count * element.Size > StackAllocation.LargestSize)
        {
            return method.Expressions.Refuse(TypeDiagnostics.AllocationSize, operation, StackAllocation.LargestSize);
        }

        SemanticModel model = method.Context.Compilation.ModelOf(operation.Syntax);
        if (StackAllocation.IsKept(operation.Syntax, model))
            return method.Expressions.Refuse(TypeDiagnostics.KeptStackAllocation, operation);
        if (shape.SpanElement is not null)
            return OfStack(count, [.. operation.ChildOperations.Skip(1)], shape);
        // It may be read as something larger through a pointer of another type.
        Value memory = NewStack(count, [.. operation.ChildOperations.Skip(1)], element, sizeof(long));
        return method.Pointers.OfStack(memory, (long)count * element.Size, shape);
    }

    /// <summary>A span as one of another type with the same elements.</summary>
    public Operand Convert(MemoryPlace span, TypeShape target, IOperation operation) =>
        method.Operands.Copy(span with { Shape = target }, operation);

    private Operand LowerElement(MemoryPlace place, IOperation instance, IOperation argument, IOperation operation)
    {
        if (method.Indexes.LowerOffset(argument, () => Access.LengthOf(place)) is not { } index)
            return method.Elements.RefuseIndex(operation, argument);
        SpanValue span = Access.Load(place);
        MemoryPlace element = Access.Element(span, method.Elements.Guard(index, span.Length), place.Shape.SpanElement!);
        return TableLowering.IsSpanOfTable(instance) ? element with { IsConstant = true } : element;
    }

    private Operand LowerRange(MemoryPlace place, IOperation range, IOperation operation) =>
        method.Indexes.LowerBounds(range, () => Access.LengthOf(place)) is var (start, length)
            ? Slice(place, start, length)
            : method.Expressions.Refuse(LanguageDiagnostics.UnsupportedOperation, operation, $"The range '{range.Syntax}'");

    private MemoryPlace Slice(MemoryPlace place, Value start, Value? length = null) =>
        Access.Store(Access.Slice(Access.Load(place), start, length), place.Shape);

    private MemoryPlace GetEnumerator(MemoryPlace span, TypeShape shape)
    {
        MemoryPlace enumerator = method.Variables.NewTemporary("enumerator", shape);
        method.Operands.CopyMemory(SpanAccess.Part(enumerator, 0), span);
        method.Operands.WriteMemory(SpanAccess.Part(enumerator, 1), Builder.Constant(IrType.I64, -1));
        return enumerator;
    }

    // The index goes past the end with the last call: 'foreach' asks no more then.
    private ValueOperand MoveNext(MemoryPlace enumerator)
    {
        Value next = Builder.Binary(Opcode.Add, method.Operands.ReadMemory(SpanAccess.Part(enumerator, 1)), 1);
        method.Operands.WriteMemory(SpanAccess.Part(enumerator, 1), next);
        Value length = Access.Load(SpanAccess.Part(enumerator, 0)).Length;
        return new ValueOperand(Builder.Compare(Opcode.LessUnsigned, next, length), method.Context.Shapes.Boolean);
    }

    private MemoryPlace Current(MemoryPlace enumerator)
    {
        MemoryPlace span = SpanAccess.Part(enumerator, 0);
        return Access.Element(Access.Load(span), method.Operands.ReadMemory(SpanAccess.Part(enumerator, 1)), span.Shape.SpanElement!);
    }

    private MemoryPlace OfConstant(byte[] bytes, TypeShape shape)
    {
        if (bytes.Length == 0)
            return method.Structs.Default(shape);
        TypeShape element = shape.SpanElement!;
        GlobalVariable memory = method.Context.Globals.GetConstant(bytes, element.Alignment);
        return Access.Of(Builder.AddressOf(memory), bytes.Length / element.Size, shape);
    }

    private MemoryPlace OfStack(int count, IReadOnlyList<IOperation> elements, TypeShape shape) =>
        Access.Of(NewStack(count, elements, shape.SpanElement!, shape.SpanElement!.Alignment), count, shape);

    private Value NewStack(int count, IReadOnlyList<IOperation> elements, TypeShape element, int alignment)
    {
        StackSlot slot = NewMemory(count, element, alignment);
        for (int i = 0; i < elements.Count; i++)
        {
            Operand value = method.Expressions.Lower(elements[i]);
            value = method.Conversions.Convert(value, element, isChecked: false, elements[i]);
            method.Operands.Write(new MemoryPlace(Builder.AddressOf(slot), i * element.Size, element), value, elements[i]);
        }

        return Builder.AddressOf(slot);
    }

    /// <summary>Memory on the stack for elements, which are zero.</summary>
    public StackSlot NewMemory(int count, TypeShape element, int alignment)
    {
        StackSlot slot = Builder.Function.NewSlot("span", Math.Max(count * element.Size, 1), alignment);
        if (count > 0)
            Builder.Zero(Builder.AddressOf(slot), count * element.Size, alignment);
        return slot;
    }

    private Operand Unsupported(IOperation operation, ISymbol member) =>
        method.Expressions.Refuse(LanguageDiagnostics.MethodWithoutSource, operation, member.ToDisplayString(), Alternatives.OfMember(member));
}
