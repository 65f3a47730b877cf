using System.Collections.Immutable;
using System.Numerics;
using CsBpf.Compiler.Diagnostics;
using CsBpf.Compiler.Frontend.Types;
using CsBpf.Compiler.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CsBpf.Compiler.Frontend.Lowering;

/// <summary>Compiles the methods of the .NET libraries that are a few instructions: they have no source here and carry no attributes.</summary>
internal sealed class FrameworkLowering
{
    // Math, BitOperations and the integers themselves say the same by the same names: int.Max(x, y) is Math.Max(x, y).
    private const string Numbers = "System.Math";

    private readonly MethodLowering _method;
    private readonly Dictionary<(string Type, string Name, int Parameters), Func<FrameworkCall, TypeShape, Operand>> _methods;
    private readonly BitArithmetic _bits;

    /// <summary>The table of what is compiled.</summary>
    public FrameworkLowering(MethodLowering method)
    {
        _method = method;
        _bits = new BitArithmetic(method.Builder);
        _methods = new()
        {
            [(Numbers, nameof(Math.Min), 2)] = Scalar((call, shape) => Extreme(call, shape, isMaximum: false)),
            [(Numbers, nameof(Math.Max), 2)] = Scalar((call, shape) => Extreme(call, shape, isMaximum: true)),
            [(Numbers, nameof(Math.Abs), 1)] = Scalar(Absolute),
            [(Numbers, nameof(Math.Clamp), 3)] = Scalar(Clamp),
            [(Numbers, nameof(Math.BigMul), 2)] = Scalar(WideProduct),
            [(Numbers, nameof(Math.BigMul), 3)] = MultiplyIntoLow,
            [(Numbers, nameof(Math.Sign), 1)] = Scalar(Sign),
            [(Numbers, nameof(Math.DivRem), 2)] = DivideWithRemainder,
            [(Numbers, nameof(Math.DivRem), 3)] = DivideIntoRemainder,
            [(Numbers, nameof(BitOperations.PopCount), 1)] = Scalar((call, shape) => Count(call, shape, _bits.CountOnes)),
            [(Numbers, nameof(BitOperations.LeadingZeroCount), 1)] =
                Scalar((call, shape) => Count(call, shape, _bits.CountLeadingZeroes)),
            [(Numbers, nameof(BitOperations.TrailingZeroCount), 1)] =
                Scalar((call, shape) => Count(call, shape, _bits.CountTrailingZeroes)),
            [(Numbers, nameof(BitOperations.Log2), 1)] = Scalar((call, shape) => Count(call, shape, _bits.Log2)),
            [(Numbers, nameof(BitOperations.IsPow2), 1)] =
                Scalar((call, _) => _bits.IsPowerOfTwo(Arguments(call)[0], ParameterShape(call))),
            [(Numbers, nameof(BitOperations.RotateLeft), 2)] = Scalar((call, shape) => Rotate(call, shape, isLeft: true)),
            [(Numbers, nameof(BitOperations.RotateRight), 2)] = Scalar((call, shape) => Rotate(call, shape, isLeft: false)),
            [(Numbers, nameof(int.CreateTruncating), 1)] = Scalar((call, shape) => Create(call, shape, isChecked: false)),
            [(Numbers, nameof(int.CreateChecked), 1)] = Scalar((call, shape) => Create(call, shape, isChecked: true)),
            [(Numbers, nameof(int.CreateSaturating), 1)] = Scalar(Saturate),
            [(Numbers, "IsZero", 1)] = Scalar((call, _) => Builder.IsZero(Arguments(call)[0])),
            [(Numbers, nameof(char.IsAscii), 1)] = Scalar((call, _) => InRange(Arguments(call)[0], '\0', '\x7f')),
            [(Numbers, nameof(char.IsAsciiDigit), 1)] = Scalar((call, _) => InRange(Arguments(call)[0], '0', '9')),
            [(Numbers, nameof(char.IsAsciiLetterLower), 1)] = Scalar((call, _) => InRange(Arguments(call)[0], 'a', 'z')),
            [(Numbers, nameof(char.IsAsciiLetterUpper), 1)] = Scalar((call, _) => InRange(Arguments(call)[0], 'A', 'Z')),
            [(Numbers, nameof(char.IsAsciiLetter), 1)] = Scalar((call, _) => InRange(Lower(Arguments(call)[0]), 'a', 'z')),
            [(Numbers, nameof(char.IsAsciiLetterOrDigit), 1)] = Scalar((call, _) => IsDigitOr(Arguments(call)[0], 'z')),
            [(Numbers, nameof(char.IsAsciiHexDigit), 1)] = Scalar((call, _) => IsDigitOr(Arguments(call)[0], 'f')),
            [(Numbers, nameof(int.IsEvenInteger), 1)] = Scalar((call, _) => Builder.IsZero(Builder.Binary(Opcode.And, Arguments(call)[0], 1))),
            [(Numbers, nameof(int.IsOddInteger), 1)] = Scalar((call, _) => Builder.IsZero(Builder.IsZero(Builder.Binary(Opcode.And, Arguments(call)[0], 1)))),
            [(Numbers, nameof(int.IsNegative), 1)] = Scalar((call, _) => Less(Arguments(call)[0], 0, ParameterShape(call))),
            [(Numbers, nameof(int.IsPositive), 1)] = Scalar((call, _) => Builder.IsZero(Less(Arguments(call)[0], 0, ParameterShape(call)))),
            [("System.Buffers.Binary.BinaryPrimitives", "ReverseEndianness", 1)] = Scalar(ReverseBytes),
            [("System.Net.IPAddress", "HostToNetworkOrder", 1)] = Scalar(ReverseBytes),
            [("System.Net.IPAddress", "NetworkToHostOrder", 1)] = Scalar(ReverseBytes),
            [("System.Enum", nameof(Enum.HasFlag), 1)] = Scalar(HasFlag),
        };
    }

    private InstructionBuilder Builder => _method.Builder;

    /// <summary>Compiles a call; null where the method is not one of these.</summary>
    public Operand? TryLower(IInvocationOperation operation) => TryLower(
        new FrameworkCall(operation, operation.TargetMethod) { Instance = operation.Instance, Arguments = operation.Arguments },
        operation.ConstrainedToType ?? operation.Instance?.Type as ITypeParameterSymbol);

    /// <summary>Compiles the call of a delegate; null where the method is not one of these.</summary>
    public Operand? TryLower(IInvocationOperation operation, IMethodSymbol target) =>
        target.IsStatic && !target.IsGenericMethod ? TryLower(new FrameworkCall(operation, target) { Arguments = operation.Arguments }, constrained: null) : null;

    private Operand? TryLower(FrameworkCall call, ITypeSymbol? constrained)
    {
        IMethodSymbol target = call.Target;
        ITypeSymbol type = constrained is not null ? _method.TypeOf(constrained) : target.ContainingType;
        bool isNumber = type.TypeKind != TypeKind.Enum && _method.Context.Shapes[type].Kind == ShapeKind.Integer;
        string name = isNumber && target.IsStatic ? Numbers : type.ToDisplayString();
        if (name == "System.Numerics.BitOperations")
            name = Numbers;
        if (!_methods.TryGetValue((name, target.Name, target.Parameters.Length), out Func<FrameworkCall, TypeShape, Operand>? lower))
            return null;
        TypeShape result = _method.ShapeOf(call.Place.Type, call.Place);
        if (type.SpecialType == SpecialType.System_Enum && FlagProblem(call) is { } problem)
            return _method.Expressions.Refuse(LanguageDiagnostics.UnsupportedOperation, call.Place, problem);
        bool isInteger = type.SpecialType == SpecialType.System_Enum
            || target.Parameters.All(parameter => _method.Context.Shapes[parameter.Type].Kind == ShapeKind.Integer);
        return (result.IsScalar || result.Type.IsTupleType) && isInteger ? lower(call, result) : null;
    }

    /// <summary>Compiles a property that generic code asks an integer for: <c>T.One</c>.</summary>
    public Operand LowerConstant(IPropertyReferenceOperation operation, TypeShape integer)
    {
        long? value = operation.Property.Name switch
        {
            "Zero" or "AdditiveIdentity" => 0,
            "One" or "MultiplicativeIdentity" => 1,
            "NegativeOne" => -1,
            "AllBitsSet" => integer.IsSigned ? -1 : Largest(integer),
            "MinValue" => integer.IsSigned ? long.MinValue >> (64 - integer.Bits) : 0,
            "MaxValue" => Largest(integer),
            _ => null,
        };
        return value is { } number
            ? new ValueOperand(Builder.Constant(integer.IrType, number), integer)
            : _method.Expressions.Refuse(LanguageDiagnostics.MethodWithoutSource, operation, operation.Property.ToDisplayString(), Alternatives.OfMember(operation.Property));
    }

    private static long Largest(TypeShape integer) => (long)(ulong.MaxValue >> (64 - integer.Bits + (integer.IsSigned ? 1 : 0)));

    private static Func<FrameworkCall, TypeShape, Operand> Scalar(Func<FrameworkCall, TypeShape, Value> lower) =>
        (call, shape) => new ValueOperand(lower(call, shape), shape);

    private TypeShape ParameterShape(FrameworkCall call) => _method.Context.Shapes[call.Target.Parameters[0].Type];

    // What is counted is small: it fits the result, whatever its type.
    private Value Count(FrameworkCall call, TypeShape shape, Func<Value, TypeShape, Value> count)
    {
        Value result = count(Arguments(call)[0], ParameterShape(call));
        return shape.Bits == 64 ? Builder.Widen(result, isSigned: false) : Builder.Narrow(result);
    }

    private Value Rotate(FrameworkCall call, TypeShape shape, bool isLeft)
    {
        Value[] arguments = Arguments(call);
        Value rotated = _bits.Rotate(arguments[0], arguments[1], shape, isLeft);
        return _method.Conversions.Normalize(rotated, Computed(shape), shape, isChecked: false);
    }

    /// <summary>An integer with its bytes the other way around.</summary>
    public Value ReverseBytes(Value value, TypeShape shape) =>
        _method.Conversions.Normalize(_bits.ReverseBytes(value, shape), Computed(shape), shape, isChecked: false);

    private Value ReverseBytes(FrameworkCall call, TypeShape shape) => ReverseBytes(Arguments(call)[0], shape);

    private Value Create(FrameworkCall call, TypeShape shape, bool isChecked) =>
        _method.Conversions.ConvertInteger(Arguments(call)[0], ParameterShape(call), shape, isChecked);

    // A number that the type has not is the least or the largest that it has.
    private Value Saturate(FrameworkCall call, TypeShape shape)
    {
        TypeShape source = ParameterShape(call);
        Value wide = Builder.Widen(Arguments(call)[0], source.IsSigned);
        long least = shape.IsSigned ? long.MinValue >> (64 - shape.Bits) : 0;
        if (source.IsSigned)
            wide = Builder.Select(Builder.Compare(Opcode.LessSigned, wide, least), Builder.Constant(IrType.I64, least), wide);
        bool isUnbounded = shape.Bits == 64 && (source.IsSigned || !shape.IsSigned);
        if (!isUnbounded)
        {
            Value largest = Builder.Constant(IrType.I64, Largest(shape));
            wide = Builder.Select(Builder.Compare(source.IsSigned ? Opcode.LessSigned : Opcode.LessUnsigned, largest, wide), largest, wide);
        }

        return shape.Bits == 64 ? wide : Builder.Narrow(wide);
    }

    private Value Sign(FrameworkCall call, TypeShape shape)
    {
        Value x = Arguments(call)[0];
        Value one = Builder.Constant(shape.IrType, 1);
        Value notNegative = Builder.Select(Builder.IsZero(x), Builder.Constant(shape.IrType, 0), one);
        return ParameterShape(call).IsSigned
            ? Builder.Select(Builder.Compare(Opcode.LessSigned, x, 0), Builder.Constant(shape.IrType, -1), notNegative)
            : notNegative;
    }

    private Operand DivideWithRemainder(FrameworkCall call, TypeShape shape)
    {
        Value[] arguments = Arguments(call);
        TypeShape number = ParameterShape(call);
        MemoryPlace result = _method.Structs.Default(shape);
        BinaryOperatorKind[] kinds = [BinaryOperatorKind.Divide, BinaryOperatorKind.Remainder];
        foreach ((LayoutField field, BinaryOperatorKind kind) in shape.Layout!.Fields.Zip(kinds))
        {
            Value value = _method.Arithmetic.ComputeGeneric(kind, arguments[0], arguments[1], number, isChecked: false, call.Place);
            _method.Operands.WriteMemory(OperandAccess.Field(result, field), value);
        }

        return result;
    }

    private TypeShape Computed(TypeShape shape) => shape.Bits < 32 ? _method.Context.Shapes.Int32 : shape;

    private Value Extreme(FrameworkCall call, TypeShape shape, bool isMaximum)
    {
        Value[] arguments = Arguments(call);
        (Value x, Value y) = (arguments[0], arguments[1]);
        Value isLess = Less(x, y, shape);
        return isMaximum ? Builder.Select(isLess, y, x) : Builder.Select(isLess, x, y);
    }

    private Operand DivideIntoRemainder(FrameworkCall call, TypeShape shape)
    {
        Operand[] operands = _method.Calls.LowerArguments(call.Arguments);
        Value x = _method.Operands.Read(operands[0], call.Place);
        Value y = _method.Operands.Read(operands[1], call.Place);
        Value quotient = _method.Arithmetic.ComputeGeneric(BinaryOperatorKind.Divide, x, y, shape, isChecked: false, call.Place);
        Value remainder = _method.Arithmetic.ComputeGeneric(BinaryOperatorKind.Remainder, x, y, shape, isChecked: false, call.Place);
        _method.Operands.Write(operands[2], new ValueOperand(remainder, shape), call.Place);
        return new ValueOperand(quotient, shape);
    }

    private ValueOperand MultiplyIntoLow(FrameworkCall call, TypeShape shape)
    {
        Operand[] operands = _method.Calls.LowerArguments(call.Arguments);
        Value x = _method.Operands.Read(operands[0], call.Place);
        Value y = _method.Operands.Read(operands[1], call.Place);
        Value high = _bits.HighProduct(x, y, shape.IsSigned);
        _method.Operands.Write(operands[2], new ValueOperand(Builder.Binary(Opcode.Multiply, x, y), ParameterShape(call)), call.Place);
        return new ValueOperand(high, shape);
    }

    // The CLR throws for the one number that has no counterpart.
    private Value Absolute(FrameworkCall call, TypeShape shape)
    {
        Value x = Arguments(call)[0];
        if (!shape.IsSigned)
            return x;
        Builder.FaultIf(Builder.Compare(Opcode.Equal, x, long.MinValue >> (64 - shape.Bits)));
        return Builder.Select(Builder.Compare(Opcode.LessSigned, x, 0), Builder.Emit(Opcode.Negate, x.Type, x), x);
    }

    private Value Clamp(FrameworkCall call, TypeShape shape)
    {
        Value[] arguments = Arguments(call);
        (Value x, Value least, Value most) = (arguments[0], arguments[1], arguments[2]);
        Builder.FaultIf(Less(most, least, shape));
        Value raised = Builder.Select(Less(x, least, shape), least, x);
        return Builder.Select(Less(most, raised, shape), most, raised);
    }

    private Value WideProduct(FrameworkCall call, TypeShape shape)
    {
        Value[] arguments = Arguments(call);
        return Builder.Binary(Opcode.Multiply, Builder.Widen(arguments[0], shape.IsSigned), Builder.Widen(arguments[1], shape.IsSigned));
    }

    // The CLR throws for a flag of another enum; what it is, it knows at run time only.
    private string? FlagProblem(FrameworkCall call)
    {
        ITypeSymbol? type = call.Instance is { } instance ? _method.TypeOf(Unboxed(instance)) : null;
        ITypeSymbol? flag = _method.TypeOf(Unboxed(call.Arguments[0].Value));
        return type?.TypeKind == TypeKind.Enum && SymbolEqualityComparer.Default.Equals(type, flag)
            ? null
            : $"A flag of type '{flag?.ToDisplayString() ?? "null"}' for '{type?.ToDisplayString()}'";
    }

    private Value HasFlag(FrameworkCall call, TypeShape shape)
    {
        Value value = _method.Expressions.LowerValue(Unboxed(call.Instance!));
        Value flag = _method.Expressions.LowerValue(Unboxed(call.Arguments[0].Value));
        return Builder.Compare(Opcode.Equal, Builder.Binary(Opcode.And, value, flag), flag);
    }

    private Value[] Arguments(FrameworkCall call) =>
        [.. _method.Calls.LowerArguments(call.Arguments).Select(operand => _method.Operands.Read(operand, call.Place))];

    private Value Less(Value x, long y, TypeShape shape) => Less(x, Builder.Constant(x.Type, y), shape);

    private Value InRange(Value character, char first, char last) =>
        Builder.Compare(Opcode.LessOrEqualUnsigned, Builder.Binary(Opcode.Subtract, character, first), Builder.Constant(IrType.I32, last - first));

    // Letters differ in one bit from those of the other case.
    private Value Lower(Value character) => Builder.Binary(Opcode.Or, character, 'a' - 'A');

    private Value IsDigitOr(Value character, char lastLetter) =>
        Builder.Binary(Opcode.Or, InRange(character, '0', '9'), InRange(Lower(character), 'a', lastLetter));

    private Value Less(Value x, Value y, TypeShape shape) => Builder.Compare(shape.IsSigned ? Opcode.LessSigned : Opcode.LessUnsigned, x, y);

    private static IOperation Unboxed(IOperation operation)
    {
        while (operation is IConversionOperation { OperatorMethod: null, Type.IsReferenceType: true } conversion)
            operation = conversion.Operand;
        return operation;
    }
}

/// <summary>A call of a method of .NET.</summary>
/// <param name="Place">Where it is called, by its name or through a delegate.</param>
/// <param name="Target">The method.</param>
internal sealed record FrameworkCall(IOperation Place, IMethodSymbol Target)
{
    /// <summary>What it is called on; null for nothing.</summary>
    public IOperation? Instance { get; init; }

    /// <summary>What it is called with.</summary>
    public required ImmutableArray<IArgumentOperation> Arguments { get; init; }
}
