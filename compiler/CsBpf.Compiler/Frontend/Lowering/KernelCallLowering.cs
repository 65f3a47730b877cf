using System.Collections.Immutable;
using CsBpf.Compiler.Diagnostics;
using CsBpf.Compiler.Frontend.Binding;
using CsBpf.Compiler.Frontend.Types;
using CsBpf.Compiler.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CsBpf.Compiler.Frontend.Lowering;

/// <summary>Compiles calls of helpers and kernel functions.</summary>
/// <param name="method">The method.</param>
internal sealed class KernelCallLowering(MethodLowering method)
{
    private const int ArgumentRegisters = 5;

    private InstructionBuilder Builder => method.Builder;

    /// <summary>Compiles a call of a helper.</summary>
    public Operand LowerHelper(
        IOperation operation, IMethodSymbol target, HelperBinding binding, ImmutableArray<IArgumentOperation> arguments, IOperation? instance = null)
    {
        if (binding.TakesContext && Builder.Function.Program is null)
            return method.Expressions.Refuse(KernelDiagnostics.ContextOfProgram, operation, target.Name);
        if (LowerArguments(operation, target, arguments, instance, binding) is not { } values)
            return NothingOperand.Instance;
        if (binding.HasSize && target.ReturnType.IsKernelResource())
            values = [.. values, Builder.Constant(IrType.I64, method.Resources.MemoryOf(method.Context.Shapes[target.ReturnType]).Size)];
        if (binding.HasFlags)
            values = [.. values, Builder.Constant(IrType.I64, 0)];
        HelperFunction helper = method.Context.KernelFunctions.Helper(binding, EffectsOf(target, binding), Builder.Function, operation.Syntax.GetLocation());
        if (target.ContainingType.IsKernelResource() && instance is not null)
            return method.Resources.GivenBack(target, instance, helper, values);
        TypeShape result = method.ShapeOf(target.ReturnType, operation);
        Value value = Builder.CallHelper(helper, RegisterType(result), values);
        // Where the kernel puts the code of a helper in the place of its call, an error may have 32 bits.
        if (binding.ErrorIsFault)
            Builder.FaultIf(Builder.Compare(Opcode.LessSigned, Builder.Narrow(value), 0));
        return binding.ZeroIsTrue ? new ValueOperand(Builder.IsZero(Builder.Narrow(value)), result) : Result(value, values, result, operation);
    }

    // What others do while the program is not in a section, it sees in there.
    private static HelperEffects EffectsOf(IMethodSymbol target, HelperBinding binding) =>
        binding.MovesPacket ? HelperEffects.MovesPacket :
        target.Parameters.Any(parameter => parameter.Type.TypeKind == TypeKind.Delegate) ? HelperEffects.Any
        : target.ContainingType.IsKernelResource() || target.ReturnType.IsKernelResource() ? HelperEffects.Any
        : target.ContainingType.IsKernelSection() || target.ReturnType.IsKernelSection() ? HelperEffects.Any
        : binding.IsPure ? HelperEffects.None
        : target.Parameters.Any(parameter => parameter.RefKind is RefKind.Ref or RefKind.Out) ? HelperEffects.WritesArguments
        : HelperEffects.ReadsArguments;

    /// <summary>Compiles a call of a kernel function.</summary>
    public Operand LowerKfunc(IInvocationOperation operation, IMethodSymbol target, KfuncBinding binding)
    {
        if (LowerArguments(operation, target, operation.Arguments, operation.Instance, null) is not { } values)
            return NothingOperand.Instance;
        KernelFunction function = target.ContainingType.IsKernelSection()
            ? method.Context.KernelFunctions.Queried(binding, target)
            : method.Context.KernelFunctions.Called(binding, target, operation.Syntax.GetLocation());
        TypeShape result = method.ShapeOf(target.ReturnType, operation);
        return Result(Builder.Emit(Opcode.CallKfunc, RegisterType(result), 0, function, values), values, result, operation);
    }

    private Value[]? LowerArguments(
        IOperation operation, IMethodSymbol target, ImmutableArray<IArgumentOperation> arguments, IOperation? instance, HelperBinding? helper)
    {
        if (target.ContainingType.IsKernelSection())
            return method.Sections.Leaving(operation, instance);
        int count = target.Parameters.Length + (target.IsStatic ? 0 : 1);
        if (count > ArgumentRegisters)
        {
            method.Report(KernelDiagnostics.TooManyArguments, operation, target.Name, count);
            return null;
        }

        var values = new List<Value>();
        if (helper is { TakesContext: true })
            values.Add(Builder.Emit(Opcode.Parameter, Builder.Function.ParameterTypes[0], 0, null));
        if (target.ContainingType.IsKernelResource())
            instance = null;
        if (!target.IsStatic && instance is not null && target.ContainingType.IsKernelField())
            values.Add(method.Operands.ReferenceTo(method.Calls.LowerReceiver(instance, target), operation));
        else if (!target.IsStatic && instance is not null)
            values.Add(Register(method.Expressions.Lower(instance), null, instance));
        if (helper is { LeadingFlags: not 0 and var flags })
            values.Add(Builder.Constant(IrType.I64, flags));
        // C# calls no method of null.
        if (!target.IsStatic && target.ContainingType.IsKernelClass() && values is [var called])
            Builder.FaultIf(Builder.IsZero(called));
        Operand[] operands = method.Calls.LowerArguments(arguments);
        foreach (IParameterSymbol parameter in target.Parameters)
        {
            if (parameter.Ordinal >= operands.Length || !IsPassable(parameter))
            {
                method.Report(KernelDiagnostics.ArgumentType, operation, parameter.Name, parameter.Type.ToDisplayString());
                return null;
            }

            if (parameter.Type.GetCallback() is { } callback)
                values.AddRange(method.Callbacks.Lower(operands[parameter.Ordinal], parameter.Type, callback, operation));
            else
                values.Add(Register(operands[parameter.Ordinal], parameter, operation));
            if (helper is { HasSize: true } && parameter.RefKind != RefKind.None)
                values.Add(Builder.Constant(IrType.I64, method.Context.Shapes[parameter.Type].Size));
        }

        if (target.ReturnType.IsKernelSection())
            values.AddRange(method.Sections.MemoryFor(method.Context.Shapes[target.ReturnType], values.Count));
        return [.. values];
    }

    private bool IsPassable(IParameterSymbol parameter) =>
        parameter.Type.GetCallback() is not null
        || method.Context.Shapes[parameter.Type] is { IsScalar: true } or { Kind: ShapeKind.Map }
        || (parameter.RefKind != RefKind.None && method.Context.Shapes[parameter.Type].IsAggregate);

    // A register is 64 bits wide: integers go with their sign.
    private Value Register(Operand operand, IParameterSymbol? parameter, IOperation operation)
    {
        if (operand is MapOperand map)
            return method.Maps.AddressOf(map);
        if (parameter is { RefKind: not RefKind.None })
            return method.Operands.ReferenceTo(method.Operands.Materialize(operand, operation), operation);
        Value value = method.Operands.Read(operand, operation);
        bool isSigned = parameter is not null && method.Context.Shapes[parameter.Type].IsSigned;
        return value.Type switch
        {
            IrType.Bool => Builder.Emit(Opcode.ZeroExtend, IrType.I64, 1, null, value),
            IrType.I32 => Builder.Widen(value, isSigned),
            _ => value,
        };
    }

    private static IrType RegisterType(TypeShape shape) => shape.Kind switch
    {
        ShapeKind.Void => IrType.Void,
        ShapeKind.Aggregate when shape.Type.IsKernelSection() => IrType.Void,
        ShapeKind.Aggregate when shape.Type.IsKernelResource() => IrType.Pointer,
        ShapeKind.KernelAddress => IrType.KernelPointer,
        _ => IrType.I64,
    };

    private Operand Result(Value value, Value[] arguments, TypeShape shape, IOperation operation)
    {
        switch (shape.Kind)
        {
            case ShapeKind.Aggregate when shape.Type.IsKernelSection():
                return method.Sections.Entered(operation, shape, arguments);
            case ShapeKind.Aggregate when shape.Type.IsKernelResource():
                return method.Resources.Taken(operation, shape, value);
            case ShapeKind.Void:
                return NothingOperand.Instance;
            case ShapeKind.KernelAddress:
                return new ValueOperand(value, shape);
            case ShapeKind.Boolean or ShapeKind.Integer:
                return new ValueOperand(FromRegister(value, shape), shape);
            default:
                return method.Expressions.Refuse(KernelDiagnostics.ArgumentType, operation, "result", shape.Type.ToDisplayString());
        }
    }

    /// <summary>The number or bool that the kernel hands over in a register of 64 bits: what is above it is not said.</summary>
    public Value FromRegister(Value value, TypeShape shape)
    {
        if (shape.Kind == ShapeKind.Boolean)
            return Builder.IsNotZero(Builder.Emit(Opcode.ZeroExtend, IrType.I32, 8, null, Builder.Narrow(value)));
        if (shape.Bits == 64)
            return value;
        Value narrow = Builder.Narrow(value);
        return shape.Bits == 32 ? narrow : Builder.Emit(shape.IsSigned ? Opcode.SignExtend : Opcode.ZeroExtend, IrType.I32, shape.Bits, null, narrow);
    }
}
