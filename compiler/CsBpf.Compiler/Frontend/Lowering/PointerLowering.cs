using System.Text;
using CsBpf.Compiler.Diagnostics;
using CsBpf.Compiler.Frontend.Types;
using CsBpf.Compiler.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CsBpf.Compiler.Frontend.Lowering;

/// <summary>
/// Compiles pointers: what makes them, moves them, and what they lead to. Roslyn has no operations for most of that: what an operation is can be
/// told by its operands.
/// </summary>
/// <param name="method">The method.</param>
internal sealed class PointerLowering(MethodLowering method)
{
    private InstructionBuilder Builder => method.Builder;

    private PointerAccess Access => method.PointerAccess;

    /// <summary>True for a pointer, or an operation that has one.</summary>
    public static bool IsPointer(IOperation? operation) => operation?.Type is IPointerTypeSymbol;

    /// <summary>Compiles <c>*p</c>, <c>p[i]</c>, an element of a fixed buffer, what <c>fixed</c> takes; null for others.</summary>
    public Operand? TryLower(IOperation operation)
    {
        switch (Parts(operation))
        {
            case [var pointer] when IsIndirection(operation):
                return Target(pointer, method.ShapeOf(operation));
            case [IFieldReferenceOperation { Field.IsFixedSizeBuffer: true } buffer, var index]:
                return LowerBufferElement(buffer, index, operation);
            case [var pointer, _] when IsPointer(pointer):
                return AddressOf(operation) is { } element && method.ShapeOf(operation) is { } shape && (shape.IsScalar || shape.IsAggregate)
                    ? Access.Target(element, shape)
                    : NothingOperand.Instance;
            case [var pinned] when IsPointer(operation) && operation.IsImplicit:
                return LowerPinned(pinned, operation);
            default:
                return null;
        }
    }

    /// <summary>Compiles <c>&amp;x</c>.</summary>
    public Operand LowerAddressOf(IOperation reference, IOperation operation) => Store(AddressOf(reference), operation);

    /// <summary>What a pointer leads to as a value of a type.</summary>
    public Operand Target(IOperation pointer, TypeShape shape) => Load(pointer) is { } start && (shape.IsScalar || shape.IsAggregate)
        ? Access.Target(start, shape)
        : NothingOperand.Instance;

    /// <summary>A span of some bytes from where a pointer leads to; null where it was diagnosed.</summary>
    public MemoryPlace? Bytes(IOperation pointer, Value count)
    {
        INamedTypeSymbol span = method.Context.Compilation.GetTypeByMetadataName("System.Span`1")!.Construct(method.Context.Shapes.Byte.Type);
        return Load(pointer) is { } start
            ? method.SpanAccess.Store(new SpanValue(start.Memory, start.Position, count, start.Limit), method.Context.Shapes[span])
            : null;
    }

    /// <summary>Compiles the name of a fixed buffer, which is a pointer to its first element.</summary>
    public Operand LowerBuffer(IFieldReferenceOperation operation) => Store(AddressOf(operation), operation);

    /// <summary>A pointer to memory that it was allocated with.</summary>
    public MemoryPlace OfStack(Value address, long size, TypeShape shape) => Access.Store(Access.To(address, size), shape);

    /// <summary>Compiles an operator with a pointer as an operand.</summary>
    public Operand LowerBinary(IBinaryOperation operation)
    {
        if (!IsPointer(operation.LeftOperand) || !IsPointer(operation.RightOperand))
            return LowerMove(operation);
        if (Load(operation.LeftOperand) is not { } left || Load(operation.RightOperand) is not { } right)
            return NothingOperand.Instance;
        if (ArithmeticLowering.IsComparison(operation.OperatorKind))
            return new ValueOperand(Compare(operation, left, right), method.Context.Shapes.Boolean);
        int size = ElementOf(operation.LeftOperand).Size;
        Value distance = Access.Distance(left, right);
        return new ValueOperand(
            size == 1 ? distance : Builder.Binary(Opcode.DivideSigned, distance, size),
            method.ShapeOf(operation));
    }

    /// <summary>Compiles <c>p += n</c>.</summary>
    public Operand LowerCompound(ICompoundAssignmentOperation operation, MemoryPlace target)
    {
        Operand prior = method.Captures.FindPriorValue(operation.Target) ?? method.Operands.Copy(target, operation.Target);
        Value count = Count(operation.Value, operation.OperatorKind);
        return Assign(target, Access.Move(Access.Load((MemoryPlace)prior), count, ElementOf(operation.Target).Size), operation);
    }

    /// <summary>Compiles <c>p++</c> and the like.</summary>
    public Operand LowerIncrement(IIncrementOrDecrementOperation operation, MemoryPlace target)
    {
        Operand prior = method.Captures.FindPriorValue(operation.Target) ?? method.Operands.Copy(target, operation.Target);
        Value one = Builder.Constant(IrType.I64, operation.Kind == OperationKind.Increment ? 1 : -1);
        Operand after = Assign(target, Access.Move(Access.Load((MemoryPlace)prior), one, ElementOf(operation.Target).Size), operation);
        return operation.IsPostfix ? prior : after;
    }

    /// <summary>A pointer as one of another type, or null as a pointer; an address is no number, and no number one.</summary>
    public Operand Convert(Operand operand, TypeShape target, IConversionOperation operation)
    {
        if (target.Kind == ShapeKind.Unsupported)
            return NothingOperand.Instance;
        if (operand is MemoryPlace { Shape.PointerElement: not null } pointer && target.PointerElement is not null)
            return method.Operands.Copy(pointer with { Shape = target }, operation);
        if (operation.Operand.ConstantValue is { HasValue: true, Value: null or 0 or 0L or 0u or 0ul })
            return method.Structs.Default(target);
        string from = operation.Operand.Type?.ToDisplayString() ?? "null";
        return method.Expressions.Refuse(TypeDiagnostics.AddressAsNumber, operation, from, operation.Type!.ToDisplayString());
    }

    /// <summary>Compiles <c>new Span&lt;T&gt;(p, length)</c>.</summary>
    public Operand LowerSpan(IOperation pointer, IOperation length, TypeShape shape)
    {
        if (Load(pointer) is not { } start || shape.SpanElement is not { } element)
            return NothingOperand.Instance;
        Value count = Builder.Widen(method.Expressions.LowerValue(length), isSigned: true);
        Builder.FaultIf(Builder.Compare(Opcode.LessSigned, count, 0));
        if (element.Size > 1)
            Builder.FaultIf(Builder.IsNotZero(Builder.Binary(Opcode.RemainderUnsigned, start.Position, element.Size)));
        return method.SpanAccess.Store(new SpanValue(start.Memory, Elements(start.Position), count, Elements(start.Limit)), shape);

        Value Elements(Value bytes) => element.Size == 1 ? bytes : Builder.Binary(Opcode.DivideUnsigned, bytes, element.Size);
    }

    private static IOperation[] Parts(IOperation operation) => operation.Kind == OperationKind.None ? [.. operation.ChildOperations] : [];

    // Also of p in p->x: the operation has the type that p points at.
    private static bool IsIndirection(IOperation operation) =>
        Parts(operation) is [{ Type: IPointerTypeSymbol pointer }] && !IsPointer(operation)
        && SymbolEqualityComparer.Default.Equals(pointer.PointedAtType, operation.Type);

    private MemoryPlace? Place(IOperation pointer) =>
        method.Expressions.Lower(pointer) is var operand && operand is Place { Shape.PointerElement: not null }
            ? method.Operands.Materialize(operand, pointer)
            : null;

    private PointerValue? Load(IOperation pointer) => Place(pointer) is { } place ? Access.Load(place) : null;

    private Operand Store(PointerValue? pointer, IOperation operation) =>
        pointer is not null && method.ShapeOf(operation) is { PointerElement: not null } shape ? Access.Store(pointer, shape) : NothingOperand.Instance;

    private TypeShape ElementOf(IOperation pointer) => method.ShapeOf(pointer).PointerElement ?? method.Context.Shapes.Byte;

    private Value Count(IOperation operation, BinaryOperatorKind kind)
    {
        Value count = Builder.Widen(method.Expressions.LowerValue(operation), method.ShapeOf(operation).IsSigned);
        return kind == BinaryOperatorKind.Subtract ? Builder.Binary(Opcode.Subtract, Builder.Constant(IrType.I64, 0), count) : count;
    }

    private Operand LowerMove(IBinaryOperation operation)
    {
        bool isLeft = IsPointer(operation.LeftOperand);
        (IOperation pointer, IOperation number) = isLeft ? (operation.LeftOperand, operation.RightOperand) : (operation.RightOperand, operation.LeftOperand);
        Value? early = isLeft ? null : Count(number, operation.OperatorKind);
        if (Load(pointer) is not { } start)
            return NothingOperand.Instance;
        return Store(Access.Move(start, early ?? Count(number, operation.OperatorKind), ElementOf(pointer).Size), operation);
    }

    private Value Compare(IBinaryOperation operation, PointerValue left, PointerValue right)
    {
        if (operation.OperatorKind is not (BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals)
            || !(IsNullLiteral(operation.LeftOperand) || IsNullLiteral(operation.RightOperand)))
            return Access.Compare(operation.OperatorKind, left, right);
        Value isNull = Access.IsNull(IsNullLiteral(operation.RightOperand) ? left : right);
        return operation.OperatorKind == BinaryOperatorKind.Equals ? isNull : Builder.IsZero(isNull);
    }

    private static bool IsNullLiteral(IOperation operation) => operation switch
    {
        IConversionOperation conversion => IsNullLiteral(conversion.Operand),
        _ => operation.ConstantValue is { HasValue: true, Value: null },
    };

    private Operand Assign(MemoryPlace target, PointerValue value, IOperation operation)
    {
        MemoryPlace moved = Access.Store(value, target.Shape);
        method.Operands.Write(target, moved, operation);
        return moved;
    }

    /// <summary>
    /// A pointer to what an operation stands for, into all of the memory that this is a part of: a pointer to an element reaches the others, too.
    /// </summary>
    private PointerValue? AddressOf(IOperation operation)
    {
        switch (operation)
        {
            case IParenthesizedOperation parenthesized:
                return AddressOf(parenthesized.Operand);
            case IFieldReferenceOperation { Instance: { Type.IsValueType: true } instance, Field: { RefKind: RefKind.None } field }
                when !method.Members.IsObject(field.ContainingType) && method.ShapeOf(instance).Layout?.Find(field.CorrespondingTupleField ?? field) is { } part:
                return AddressOf(instance) is { } whole ? Access.MoveBytes(whole, Builder.Constant(IrType.I64, part.Offset)) : null;
            case IInlineArrayAccessOperation { Instance: var instance } access when method.ShapeOf(instance).Elements is { } elements && !IndexLowering.IsRange(access.Argument):
                if (AddressOf(instance) is not { } array
                    || method.Indexes.LowerOffset(access.Argument, () => Builder.Constant(IrType.I32, elements.Count)) is not { } index)
                    return null;
                return Access.Move(array, method.Elements.Guard(index, Builder.Constant(IrType.I64, elements.Count)), elements.Shape.Size);
            case IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } instance, Arguments: [{ Value: var argument }] } when SpanShapes.IsSpan(instance.Type):
                return AddressOfElement(instance, argument);
            case IImplicitIndexerReferenceOperation { Instance: var instance, Argument: var argument } when SpanShapes.IsSpan(instance.Type) && !IndexLowering.IsRange(argument):
                return AddressOfElement(instance, argument);
            case IArrayElementReferenceOperation { ArrayReference: var reference, Indices: [var position] } when method.Expressions.Lower(reference) is TableOperand table:
                if (method.Indexes.LowerOffset(position, () => Builder.Constant(IrType.I32, table.Count)) is not { } offset)
                    return null;
                return Access.Move(OfTable(table), method.Elements.Guard(offset, Builder.Constant(IrType.I64, table.Count)), table.Element.Size);
        }

        switch (Parts(operation))
        {
            case [var pointer] when IsIndirection(operation):
                return Load(pointer);
            case [IFieldReferenceOperation { Field.IsFixedSizeBuffer: true } buffer, var index] when BufferOf(buffer) is { Elements: { } elements }:
                return AddressOf(buffer) is { } start ? Access.Move(start, GuardIndex(index, elements), elements.Shape.Size) : null;
            case [var pointer, var index] when IsPointer(pointer):
                return Load(pointer) is { } first ? Access.Move(first, Count(index, BinaryOperatorKind.Add), ElementOf(pointer).Size) : null;
        }

        Operand operand = method.Expressions.Lower(operation);
        if (method.Expressions.IsDiagnosed(operand))
            return null;
        if (operand is MemoryPlace place)
            return Access.MoveBytes(Access.To(AlignedAddress(place), place.Offset + place.Shape.Size), Builder.Constant(IrType.I64, place.Offset));
        method.Report(LanguageDiagnostics.UnsupportedOperation, operation, $"The address of '{operation.Syntax}'");
        return null;
    }

    // What lies at the start of a slot may be read as something larger through a pointer of another type.
    private static Value AlignedAddress(MemoryPlace place)
    {
        if (place.Address is { Opcode: Opcode.SlotAddress, Detail: StackSlot slot })
            slot.Align(sizeof(long));
        return place.Address;
    }

    private PointerValue? AddressOfElement(IOperation instance, IOperation argument)
    {
        if (method.Expressions.LowerPlace(instance) is not { Shape.SpanElement: { } element } place
            || method.Indexes.LowerOffset(argument, () => method.SpanAccess.LengthOf(place)) is not { } index)
            return null;
        SpanValue span = method.SpanAccess.Load(place);
        return Access.Move(OfSpan(span, element), method.Elements.Guard(index, span.Length), element.Size);
    }

    private PointerValue OfSpan(SpanValue span, TypeShape element)
    {
        return new PointerValue(span.Memory, Bytes(span.Start), Bytes(span.Limit));

        Value Bytes(Value count) => element.Size == 1 ? count : Builder.Binary(Opcode.Multiply, count, element.Size);
    }

    private PointerValue OfTable(TableOperand table) => Access.To(method.Tables.PlaceOf(table).Address, table.Bytes.Length);

    private TypeShape? BufferOf(IFieldReferenceOperation buffer) => buffer.Instance is { } instance
        ? method.ShapeOf(instance).Layout?.Find(buffer.Field)?.Shape
        : null;

    private Value GuardIndex(IOperation index, InlineElements elements)
    {
        Value number = method.Expressions.LowerValue(index);
        return method.Elements.Guard(number, Builder.Constant(IrType.I64, elements.Count));
    }

    // Not by the pointer that it would be: the struct says how many there are.
    private Operand LowerBufferElement(IFieldReferenceOperation buffer, IOperation index, IOperation operation)
    {
        if (method.Members.FindField(buffer) is not { Shape.Elements: { } elements } place)
            return NothingOperand.Instance;
        return method.Elements.Of(place, elements, method.Expressions.LowerValue(index));
    }

    private Operand LowerPinned(IOperation pinned, IOperation operation)
    {
        if (pinned is IAddressOfOperation or IFieldReferenceOperation { Field.IsFixedSizeBuffer: true })
            return method.Expressions.Lower(pinned);
        switch (method.Expressions.Lower(pinned))
        {
            case TableOperand table:
                return Store(OfTable(table), operation);
            case TextOperand { Text: var text }:
                byte[] characters = Encoding.Unicode.GetBytes(text + '\0');
                return Store(Access.To(Builder.AddressOf(method.Context.Globals.GetConstant(characters, sizeof(char))), characters.Length), operation);
            case MemoryPlace { Shape.SpanElement: { } element } place:
                SpanValue span = method.SpanAccess.Load(place);
                PointerValue pointer = OfSpan(span, element);
                // C# says that there is nothing to point at.
                Value isEmpty = Builder.IsZero(span.Length);
                return Store(pointer with { Limit = Builder.Select(isEmpty, Builder.Constant(IrType.I64, 0), pointer.Limit) }, operation);
            case NothingOperand nothing:
                return nothing;
            default:
                return method.Expressions.Refuse(
                    LanguageDiagnostics.UnsupportedOperation, operation, $"A pointer to what '{pinned.Type?.ToDisplayString()}.GetPinnableReference' gives");
        }
    }
}
