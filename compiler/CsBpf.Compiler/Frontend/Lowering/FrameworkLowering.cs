using CsBpf.Compiler.Diagnostics;
using CsBpf.Compiler.Frontend.Types;
using CsBpf.Compiler.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CsBpf.Compiler.Frontend.Lowering;

/// <summary>Compiles the methods of the .NET libraries that are a few instructions: they have no source here and carry no attributes.</summary>
internal sealed class FrameworkLowering
{
    private readonly MethodLowering _method;
    private readonly Dictionary<(string Type, string Name, int Parameters), Func<IInvocationOperation, TypeShape, Value>> _methods;

    /// <summary>The table of what is compiled.</summary>
    public FrameworkLowering(MethodLowering method)
    {
        _method = method;
        _methods = new()
        {
            [("System.Math", nameof(Math.Min), 2)] = (call, shape) => Extreme(call, shape, isMaximum: false),
            [("System.Math", nameof(Math.Max), 2)] = (call, shape) => Extreme(call, shape, isMaximum: true),
            [("System.Math", nameof(Math.Abs), 1)] = Absolute,
            [("System.Math", nameof(Math.Clamp), 3)] = Clamp,
            [("System.Math", nameof(Math.BigMul), 2)] = WideProduct,
            [("System.Enum", nameof(Enum.HasFlag), 1)] = HasFlag,
        };
    }

    private InstructionBuilder Builder => _method.Builder;

    /// <summary>Compiles a call; null where the method is not one of these.</summary>
    public Operand? TryLower(IInvocationOperation operation)
    {
        IMethodSymbol target = operation.TargetMethod;
        ITypeSymbol type = operation.ConstrainedToType is { } constrained ? _method.TypeOf(constrained) : target.ContainingType;
        // int.Max(x, y) is Math.Max(x, y).
        string name = _method.Context.Shapes[type].Kind == ShapeKind.Integer && target.IsStatic ? "System.Math" : type.ToDisplayString();
        if (!_methods.TryGetValue((name, target.Name, target.Parameters.Length), out Func<IInvocationOperation, TypeShape, Value>? lower))
            return null;
        TypeShape result = _method.ShapeOf(operation);
        if (type.SpecialType == SpecialType.System_Enum && FlagProblem(operation) is { } problem)
            return _method.Expressions.Refuse(LanguageDiagnostics.UnsupportedOperation, operation, problem);
        bool isInteger = type.SpecialType == SpecialType.System_Enum
            || target.Parameters.All(parameter => _method.Context.Shapes[parameter.Type].Kind == ShapeKind.Integer);
        return result.IsScalar && isInteger ? new ValueOperand(lower(operation, result), result) : null;
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
            : _method.Expressions.Refuse(LanguageDiagnostics.MethodWithoutSource, operation, operation.Property.ToDisplayString());
    }

    private static long Largest(TypeShape integer) => (long)(ulong.MaxValue >> (64 - integer.Bits + (integer.IsSigned ? 1 : 0)));

    private Value Extreme(IInvocationOperation call, TypeShape shape, bool isMaximum)
    {
        Value[] arguments = Arguments(call);
        (Value x, Value y) = (arguments[0], arguments[1]);
        Value isLess = Less(x, y, shape);
        return isMaximum ? Builder.Select(isLess, y, x) : Builder.Select(isLess, x, y);
    }

    // The CLR throws for the one number that has no counterpart.
    private Value Absolute(IInvocationOperation call, TypeShape shape)
    {
        Value x = Arguments(call)[0];
        if (!shape.IsSigned)
            return x;
        Builder.FaultIf(Builder.Compare(Opcode.Equal, x, long.MinValue >> (64 - shape.Bits)));
        return Builder.Select(Builder.Compare(Opcode.LessSigned, x, 0), Builder.Emit(Opcode.Negate, x.Type, x), x);
    }

    private Value Clamp(IInvocationOperation call, TypeShape shape)
    {
        Value[] arguments = Arguments(call);
        (Value x, Value least, Value most) = (arguments[0], arguments[1], arguments[2]);
        Builder.FaultIf(Less(most, least, shape));
        Value raised = Builder.Select(Less(x, least, shape), least, x);
        return Builder.Select(Less(most, raised, shape), most, raised);
    }

    private Value WideProduct(IInvocationOperation call, TypeShape shape)
    {
        Value[] arguments = Arguments(call);
        return Builder.Binary(Opcode.Multiply, Builder.Widen(arguments[0], shape.IsSigned), Builder.Widen(arguments[1], shape.IsSigned));
    }

    // The CLR throws for a flag of another enum; what it is, it knows at run time only.
    private string? FlagProblem(IInvocationOperation call)
    {
        ITypeSymbol? type = call.Instance is { } instance ? _method.TypeOf(Unboxed(instance)) : null;
        ITypeSymbol? flag = _method.TypeOf(Unboxed(call.Arguments[0].Value));
        return type?.TypeKind == TypeKind.Enum && SymbolEqualityComparer.Default.Equals(type, flag)
            ? null
            : $"A flag of type '{flag?.ToDisplayString() ?? "null"}' for '{type?.ToDisplayString()}'";
    }

    private Value HasFlag(IInvocationOperation call, TypeShape shape)
    {
        Value value = _method.Expressions.LowerValue(Unboxed(call.Instance!));
        Value flag = _method.Expressions.LowerValue(Unboxed(call.Arguments[0].Value));
        return Builder.Compare(Opcode.Equal, Builder.Binary(Opcode.And, value, flag), flag);
    }

    private Value[] Arguments(IInvocationOperation call) =>
        [.. _method.Calls.LowerArguments(call.Arguments).Select(operand => _method.Operands.Read(operand, call))];

    private Value Less(Value x, Value y, TypeShape shape) => Builder.Compare(shape.IsSigned ? Opcode.LessSigned : Opcode.LessUnsigned, x, y);

    private static IOperation Unboxed(IOperation operation)
    {
        while (operation is IConversionOperation { OperatorMethod: null, Type.IsReferenceType: true } conversion)
            operation = conversion.Operand;
        return operation;
    }
}
