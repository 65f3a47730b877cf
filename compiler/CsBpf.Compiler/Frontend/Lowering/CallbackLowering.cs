using System.Collections.Immutable;
using CsBpf.Compiler.Diagnostics;
using CsBpf.Compiler.Frontend.Binding;
using CsBpf.Compiler.Frontend.Closures;
using CsBpf.Compiler.Frontend.Types;
using CsBpf.Compiler.Ir;
using CsBpf.Object.Btf;
using Microsoft.CodeAnalysis;

namespace CsBpf.Compiler.Frontend.Lowering;

/// <summary>
/// Compiles delegates that the kernel calls: each becomes a function with the parameters that the kernel passes, and a context on the stack of
/// the caller, which has the addresses of the variables that are captured.
/// </summary>
/// <param name="method">The method.</param>
internal sealed class CallbackLowering(MethodLowering method)
{
    private const int AddressSize = sizeof(long);

    private InstructionBuilder Builder => method.Builder;

    /// <summary>What a helper takes for a delegate: the function, and its context.</summary>
    public IEnumerable<Value> Lower(Operand operand, ITypeSymbol type, CallbackBinding binding, IOperation operation)
    {
        if (operand is not DelegateOperand { Target: var target })
        {
            if (!method.Expressions.IsDiagnosed(operand))
                method.Report(LanguageDiagnostics.Delegate, operation);
            return [];
        }

        if (method.Context.Functions.Call(method.Instance, target, operation.Syntax.GetLocation(), binding.IsLater) is not { } callee)
            return [];
        if (binding.IsLater && !callee.Captures.IsEmpty)
        {
            method.Report(KernelDiagnostics.LaterCapture, operation, callee.Captures[0].Variable.Name);
            return [];
        }

        IMethodSymbol invoke = ((INamedTypeSymbol)method.TypeOf(type)).DelegateInvokeMethod!;
        Function callback = method.Context.Functions.Callback(target, invoke, () => Create(callee, invoke, binding));
        Value address = Builder.Emit(Opcode.FunctionAddress, IrType.Pointer, 0, callback);
        return binding.IsLater ? [address] : [address, Context(callee)];
    }

    private Value Context(MethodFunction callee)
    {
        if (callee.Captures.IsEmpty)
            return Builder.Constant(IrType.Pointer, 0);
        StackSlot context = Builder.Function.NewSlot("context", callee.Captures.Length * AddressSize, AddressSize);
        int offset = 0;
        foreach (Value address in method.Calls.CapturedAddresses(callee))
        {
            Builder.Store(VariableTable.AddressAccess, Builder.AddressOf(context), offset, address);
            offset += AddressSize;
        }

        return Builder.AddressOf(context);
    }

    /// <summary>The function that the kernel calls: it calls what the delegate does.</summary>
    private Function Create(MethodFunction callee, IMethodSymbol invoke, CallbackBinding binding)
    {
        (Function function, int contextIndex) = Declare(callee, invoke, binding);
        var builder = new InstructionBuilder(function) { Location = callee.Function.Location };
        builder.Start(builder.NewBlock());
        var arguments = new List<Value>();
        foreach (IParameterSymbol parameter in invoke.Parameters)
        {
            int index = binding.Skipped + parameter.Ordinal;
            Value argument = builder.Emit(Opcode.Parameter, function.ParameterTypes[index], index, null);
            bool isNarrow = argument.Type == IrType.I64 && callee.Function.ParameterTypes[parameter.Ordinal] == IrType.I32;
            arguments.Add(isNarrow ? builder.Narrow(argument) : argument);
        }

        if (!callee.Captures.IsEmpty)
        {
            Value context = builder.Emit(Opcode.Parameter, IrType.Pointer, contextIndex, null);
            for (int i = 0; i < callee.Captures.Length; i++)
                arguments.Add(builder.Load(IrType.Pointer, VariableTable.AddressAccess, context, i * AddressSize));
        }

        Value result = builder.Call(callee.Function, [.. arguments]);
        Value goOn = builder.Constant(IrType.I64, 0);
        builder.Return(result.Type == IrType.Bool ? builder.Select(result, goOn, builder.Constant(IrType.I64, 1)) : goOn);
        builder.Complete();
        return function;
    }

    // The kernel passes numbers as 64 bits, whatever is in their upper half.
    private (Function Function, int ContextIndex) Declare(MethodFunction callee, IMethodSymbol invoke, CallbackBinding binding)
    {
        BtfTypeMap types = method.Context.Types;
        uint number = types[SpecialType.System_UInt64];
        uint address = types.Pointer(0);
        var parameters = ImmutableArray.CreateBuilder<(IrType Type, BtfParameter Btf)>();
        for (int i = 0; i < binding.Skipped; i++)
            parameters.Add((IrType.Pointer, new BtfParameter($"kernel{i}", address)));
        foreach (IParameterSymbol parameter in invoke.Parameters)
        {
            TypeShape shape = method.Context.Shapes[parameter.Type];
            string name = BtfNames.Identifier(parameter.Name);
            parameters.Add(parameter.RefKind != RefKind.None ? (IrType.Pointer, new(name, types.Pointer(types[shape.Type])))
                : shape.Kind == ShapeKind.KernelAddress ? (IrType.KernelPointer, new(name, method.Context.KernelTypes.ParameterType(shape.Type)))
                : (IrType.I64, new(name, number)));
        }

        int contextIndex = parameters.Count;
        if (!binding.IsLater)
            parameters.Add((IrType.Pointer, new("context", address)));
        uint prototype = types.Prototype(types[SpecialType.System_Int64], [.. parameters.Select(parameter => parameter.Btf)]);
        string functionName = method.Context.Functions.TakeName($"{callee.Function.Name}_callback");
        var function = new Function(functionName, prototype, [.. parameters.Select(parameter => parameter.Type)], IrType.I64)
        {
            Callback = binding.IsLater ? CallbackInfo.Later : new CallbackInfo(contextIndex, callee.Captures.Length * AddressSize),
            Location = callee.Function.Location,
        };
        return (function, contextIndex);
    }
}
