using CsBpf.Compiler.Diagnostics;
using CsBpf.Compiler.Frontend.Types;
using CsBpf.Compiler.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CsBpf.Compiler.Frontend.Lowering;

/// <summary>Compiles <see cref="Index"/> and <see cref="Range"/>: what stands in brackets, and values of these types.</summary>
/// <param name="method">The method.</param>
internal sealed class IndexLowering(MethodLowering method)
{
    private InstructionBuilder Builder => method.Builder;

    /// <summary>True for a member of one of the two.</summary>
    public static bool IsMember(ISymbol member) => IndexShapes.IsIndex(member.ContainingType) || IndexShapes.IsRange(member.ContainingType);

    /// <summary>An index, counted from the start, of 32 or 64 bits; null where it is no number.</summary>
    /// <param name="argument">What is in the brackets.</param>
    /// <param name="length">The number of elements, as an I32.</param>
    public Value? LowerOffset(IOperation argument, Func<Value> length) => argument switch
    {
        IUnaryOperation { OperatorKind: UnaryOperatorKind.Hat } fromEnd =>
            method.Expressions.LowerValue(fromEnd.Operand) is var distance ? Builder.Binary(Opcode.Subtract, length(), distance) : null,
        IConversionOperation { Type: { } type, Operand: var fromStart } when IndexShapes.IsIndex(type) && IsInt32(fromStart) =>
            method.Expressions.LowerValue(fromStart),
        { Type: { } type } when IndexShapes.IsIndex(type) => Offset(method.Expressions.LowerPlace(argument), length()),
        { Type: { } type } when method.Context.Shapes[type] is { Kind: ShapeKind.Integer, Bits: >= 32 } =>
            method.Expressions.LowerValue(argument),
        _ => null,
    };

    /// <summary>Where a range starts and how many elements it has, which may be less than none; null where it is no range.</summary>
    /// <param name="argument">What is in the brackets.</param>
    /// <param name="length">The number of elements, as an I32.</param>
    public (Value Start, Value Length)? LowerBounds(IOperation argument, Func<Value> length)
    {
        Value? start;
        Value? end;
        if (argument is IRangeOperation range)
        {
            start = range.LeftOperand is { } left ? LowerOffset(left, length) : Builder.Constant(IrType.I32, 0);
            end = range.RightOperand is { } right ? LowerOffset(right, length) : length();
        }
        else if (IndexShapes.IsRange(argument.Type))
        {
            (start, end) = Offsets(method.Expressions.LowerPlace(argument), length());
        }
        else
        {
            return null;
        }

        return start is not null && end is not null ? (start, Builder.Binary(Opcode.Subtract, end, start)) : null;
    }

    /// <summary>True for what is in the brackets where it is a range.</summary>
    public static bool IsRange(IOperation argument) => argument is IRangeOperation || IndexShapes.IsRange(argument.Type);

    /// <summary>Compiles <c>x..y</c> as a value.</summary>
    public Operand LowerRange(IRangeOperation operation)
    {
        TypeShape shape = method.ShapeOf(operation);
        if (operation.IsLifted || shape.Layout is not { Fields: [{ Shape: var bound }, _] })
            return method.Expressions.Refuse(LanguageDiagnostics.UnsupportedOperation, operation, $"The range '{operation.Syntax}'");
        Operand start = operation.LeftOperand is { } left ? method.Expressions.Lower(left) : Of(bound, 0);
        Operand end = operation.RightOperand is { } right ? method.Expressions.Lower(right) : Of(bound, ~0);
        return Range(shape, start, end, operation);
    }

    /// <summary>Compiles <c>^x</c> as a value.</summary>
    public Operand LowerFromEnd(IUnaryOperation operation) => operation.IsLifted
        ? method.Expressions.Refuse(LanguageDiagnostics.UnsupportedOperation, operation, "The lifted operator ^")
        : FromEnd(method.Expressions.LowerValue(operation.Operand), method.ShapeOf(operation));

    /// <summary>Compiles the conversion of an int.</summary>
    public Operand Convert(Operand number, TypeShape shape, IOperation operation) => FromStart(method.Operands.Read(number, operation), shape);

    /// <summary>Compiles <c>new Index(…)</c> and <c>new Range(…)</c>.</summary>
    public Operand LowerCreation(IObjectCreationOperation operation, TypeShape shape)
    {
        Operand[] arguments = method.Calls.LowerArguments(operation.Arguments);
        if (arguments.Length != 2)
            return method.Structs.Default(shape);
        if (IndexShapes.IsRange(shape.Type))
            return Range(shape, arguments[0], arguments[1], operation);
        Value number = Guard(method.Operands.Read(arguments[0], operation));
        Value isFromEnd = method.Operands.Read(arguments[1], operation);
        return Of(shape, Builder.Select(isFromEnd, Builder.Binary(Opcode.Xor, number, -1), number));
    }

    /// <summary>Compiles a property.</summary>
    public Operand LowerProperty(IPropertyReferenceOperation operation)
    {
        TypeShape shape = method.ShapeOf(operation);
        if (operation.Instance is not { } instance)
        {
            return operation.Property.Name switch
            {
                nameof(Index.Start) => Of(shape, 0),
                nameof(Index.End) => Of(shape, ~0),
                _ => shape.Layout is { Fields: [{ Shape: var bound }, _] } ? Range(shape, Of(bound, 0), Of(bound, ~0), operation) : NothingOperand.Instance,
            };
        }

        MemoryPlace place = method.Expressions.LowerPlace(instance);
        switch (operation.Property.Name)
        {
            case nameof(System.Range.Start) when IndexShapes.IsRange(place.Shape.Type):
                return Part(place, 0);
            case nameof(System.Range.End) when IndexShapes.IsRange(place.Shape.Type):
                return Part(place, 1);
            case nameof(Index.IsFromEnd):
                return new ValueOperand(Builder.Compare(Opcode.LessSigned, Number(place), 0), shape);
            default:
                Value number = Number(place);
                Value complement = Builder.Binary(Opcode.Xor, number, -1);
                return new ValueOperand(Builder.Select(Builder.Compare(Opcode.LessSigned, number, 0), complement, number), shape);
        }
    }

    /// <summary>Compiles a method.</summary>
    public Operand LowerCall(IInvocationOperation operation)
    {
        IMethodSymbol target = operation.TargetMethod;
        TypeShape shape = method.ShapeOf(operation);
        MemoryPlace? instance = operation.Instance is { } receiver ? method.Expressions.LowerPlace(receiver) : null;
        Operand[] arguments = method.Calls.LowerArguments(operation.Arguments);
        if (arguments is not [var argument] || method.Expressions.IsDiagnosed(argument))
            return Unsupported(operation);
        switch (target.Name)
        {
            case nameof(Index.FromStart):
                return FromStart(Read(), shape);
            case nameof(Index.FromEnd):
                return FromEnd(Read(), shape);
            case nameof(Index.GetOffset) when instance is not null:
                return new ValueOperand(Offset(instance, Read()), shape);
            case nameof(System.Range.StartAt) when shape.Layout is { Fields: [{ Shape: var bound }, _] }:
                return Range(shape, argument, Of(bound, ~0), operation);
            case nameof(System.Range.EndAt) when shape.Layout is { Fields: [{ Shape: var bound }, _] }:
                return Range(shape, Of(bound, 0), argument, operation);
            case nameof(System.Range.GetOffsetAndLength) when instance is not null:
                return OffsetAndLength(instance, Read(), shape);
            case nameof(Equals) when instance is not null && argument is MemoryPlace { Shape: var other } place && other == instance.Shape:
                return new ValueOperand(AreEqual(instance, place), shape);
            default:
                return Unsupported(operation);
        }

        Value Read() => method.Operands.Read(argument, operation);
    }

    /// <summary>The start or the end of a range of numbers; the fault exit where it counts from the end.</summary>
    public Value NumberOf(MemoryPlace range, bool isEnd) => Guard(Number(Part(range, isEnd ? 1 : 0)));

    private static bool IsInt32(IOperation operation) => operation.Type?.SpecialType == SpecialType.System_Int32;

    private MemoryPlace FromStart(Value number, TypeShape shape) => Of(shape, Guard(number));

    private MemoryPlace FromEnd(Value number, TypeShape shape) => Of(shape, Builder.Binary(Opcode.Xor, Guard(number), -1));

    private Value Guard(Value number)
    {
        Builder.FaultIf(Builder.Compare(Opcode.LessSigned, number, 0));
        return number;
    }

    private MemoryPlace Of(TypeShape shape, int number) => Of(shape, Builder.Constant(IrType.I32, number));

    private MemoryPlace Of(TypeShape shape, Value number)
    {
        MemoryPlace place = method.Variables.NewTemporary("index", shape);
        method.Operands.WriteMemory(Part(place, 0), number);
        return place;
    }

    private MemoryPlace Range(TypeShape shape, Operand start, Operand end, IOperation operation)
    {
        MemoryPlace place = method.Variables.NewTemporary("range", shape);
        method.Operands.Write(Part(place, 0), start, operation);
        method.Operands.Write(Part(place, 1), end, operation);
        return place;
    }

    private static MemoryPlace Part(MemoryPlace place, int field) => OperandAccess.Field(place, place.Shape.Layout!.Fields[field]);

    private Value Number(MemoryPlace index) => method.Operands.ReadMemory(Part(index, 0));

    // ~x + length + 1 is length - x.
    private Value Offset(MemoryPlace index, Value length)
    {
        Value number = Number(index);
        Value fromEnd = Builder.Binary(Opcode.Add, Builder.Binary(Opcode.Add, number, length), 1);
        return Builder.Select(Builder.Compare(Opcode.LessSigned, number, 0), fromEnd, number);
    }

    private (Value Start, Value End) Offsets(MemoryPlace range, Value length) => (Offset(Part(range, 0), length), Offset(Part(range, 1), length));

    private MemoryPlace OffsetAndLength(MemoryPlace range, Value length, TypeShape shape)
    {
        (Value start, Value end) = Offsets(range, length);
        Builder.FaultIf(Builder.Compare(Opcode.LessUnsigned, length, end));
        Builder.FaultIf(Builder.Compare(Opcode.LessUnsigned, end, start));
        MemoryPlace result = method.Structs.Default(shape);
        method.Operands.WriteMemory(Part(result, 0), start);
        method.Operands.WriteMemory(Part(result, 1), Builder.Binary(Opcode.Subtract, end, start));
        return result;
    }

    private Value AreEqual(MemoryPlace x, MemoryPlace y) => x.Shape.Layout!.Fields.Length == 1
        ? Builder.Compare(Opcode.Equal, Number(x), Number(y))
        : Builder.Binary(Opcode.And, AreEqual(Part(x, 0), Part(y, 0)), AreEqual(Part(x, 1), Part(y, 1)));

    private Operand Unsupported(IInvocationOperation operation) =>
        method.Expressions.Refuse(LanguageDiagnostics.MethodWithoutSource, operation, operation.TargetMethod.ToDisplayString(), Alternatives.OfMember(operation.TargetMethod));
}
