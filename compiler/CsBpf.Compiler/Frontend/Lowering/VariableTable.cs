using CsBpf.Compiler.Diagnostics;
using CsBpf.Compiler.Frontend.Closures;
using CsBpf.Compiler.Frontend.Types;
using CsBpf.Compiler.Ir;
using CsBpf.Object.Instructions;
using Microsoft.CodeAnalysis;

namespace CsBpf.Compiler.Frontend.Lowering;

/// <summary>Where the parameters and locals of a method are: in slots, which later passes turn into registers.</summary>
/// <param name="method">The method.</param>
internal sealed class VariableTable(MethodLowering method)
{
    /// <summary>How addresses are moved to and from memory.</summary>
    public static readonly MemoryAccess AddressAccess = new(MemorySize.DoubleWord);

    private readonly Dictionary<ISymbol, Variable> _variables = new(SymbolEqualityComparer.Default);
    private Value? _receiver;
    private Value? _result;

    /// <summary>Makes memory for a value.</summary>
    public MemoryPlace NewTemporary(string name, TypeShape shape) =>
        new(method.Builder.AddressOf(method.Builder.Function.NewSlot(name, Math.Max(shape.Size, 1), shape.Alignment)), 0, shape) { IsTemporary = true };

    /// <summary>Takes the parameters of a function into slots.</summary>
    public void DeclareParameters(MethodFunction callee)
    {
        InstructionBuilder builder = method.Builder;
        if (callee.ReturnsThroughMemory)
            _result = builder.Emit(Opcode.Parameter, IrType.Pointer, 0, null);
        if (callee.HasReceiver)
            _receiver = builder.Emit(Opcode.Parameter, IrType.Pointer, callee.ReceiverIndex, null);
        int index = callee.FirstParameterIndex;
        foreach (IParameterSymbol parameter in callee.Parameters)
            Declare(parameter, builder.Emit(Opcode.Parameter, callee.Function.ParameterTypes[index], index++, null));
        foreach (CapturedVariable captured in callee.Captures)
        {
            TypeShape shape = method.Context.Shapes[captured.Type];
            Declare(captured.Variable, shape, builder.Emit(Opcode.Parameter, IrType.Pointer, index++, null), isAddress: true);
        }

        if (callee.Function.IsGlobal)
            AskForAddresses(callee);
    }

    // C# has no references to nothing; the verifier, which does not look at the callers here, does not know that.
    private void AskForAddresses(MethodFunction callee)
    {
        InstructionBuilder builder = method.Builder;
        Value[] addresses = [.. builder.Block.Values.Where(value => value is { Opcode: Opcode.Parameter, Type: IrType.Pointer })];
        foreach (Value address in addresses.Where(address => !callee.IsContext((int)address.Immediate)))
        {
            BasicBlock nothing = builder.NewBlock();
            BasicBlock next = builder.NewBlock();
            builder.Branch(builder.IsZero(address), nothing, next);
            builder.Start(nothing);
            builder.Return(callee.Function.ReturnType == IrType.Void ? null : builder.Constant(callee.Function.ReturnType, 0));
            builder.Start(next);
        }
    }

    /// <summary>Takes the value of a parameter, or the address of what it stands for.</summary>
    public void Declare(IParameterSymbol parameter, Value value)
    {
        TypeShape shape = method.Context.Shapes[parameter.Type];
        if (parameter.RefKind == RefKind.None)
            RefuseKernelField(shape, parameter);
        Declare(parameter, shape, value, parameter.RefKind != RefKind.None || shape.IsAggregate);
    }

    private void Declare(ISymbol variable, TypeShape shape, Value value, bool isAddress)
    {
        StackSlot slot = method.Builder.Function.NewSlot(variable.Name, isAddress ? sizeof(long) : shape.Size, isAddress ? sizeof(long) : shape.Alignment);
        method.Builder.Store(isAddress ? AddressAccess : shape.Access!, method.Builder.AddressOf(slot), 0, value);
        _variables.Add(variable, new Variable(slot, shape, isAddress));
    }

    /// <summary>Makes the slot of a local variable where its life begins.</summary>
    public void Declare(ILocalSymbol local)
    {
        if (local.IsConst || method.Known.IsKnown(local.Type) || _variables.ContainsKey(local))
            return;
        TypeShape shape = method.Context.ShapeOf(local.Type, local.Locations[0]);
        if (local.IsRef)
        {
            _variables.Add(local, new Variable(method.Builder.Function.NewSlot(local.Name, sizeof(long), sizeof(long)), shape, IsAddress: true));
        }
        else if (shape.IsScalar || shape.IsAggregate)
        {
            RefuseKernelField(shape, local);
            StackSlot slot = method.Builder.Function.NewSlot(local.Name, Math.Max(shape.Size, 1), shape.Alignment);
            _variables.Add(local, new Variable(slot, shape, IsAddress: false));
            // The kernel reads whole structs: what no field covers must be written, too.
            if (shape.Layout is { HasPadding: true })
                method.Builder.Zero(method.Builder.AddressOf(slot), shape.Size, shape.Alignment);
        }
        else if (shape.Kind != ShapeKind.Unsupported)
        {
            method.Context.Sink.Report(ShapeProblems.AsValue(shape.Kind), local.Locations[0]);
        }
    }

    private void RefuseKernelField(TypeShape shape, ISymbol variable)
    {
        if (shape.HoldsKernelField)
            method.Context.Sink.Report(MapDiagnostics.KernelField, variable.Locations[0], shape.Type.ToDisplayString(), "a variable");
    }

    /// <summary>The place of a parameter or local; null where it belongs to another method or could not be declared.</summary>
    public MemoryPlace? Find(ISymbol symbol)
    {
        if (!_variables.TryGetValue(symbol, out Variable? variable))
            return null;
        Value address = method.Builder.AddressOf(variable.Slot);
        return variable.IsAddress
            ? new MemoryPlace(method.Builder.Load(IrType.Pointer, AddressAccess, address, 0), 0, variable.Shape)
            : new MemoryPlace(address, 0, variable.Shape);
    }

    /// <summary>The address slot of a by-ref variable, which <c>ref</c> assignments change.</summary>
    public Value? FindAddressSlot(ISymbol symbol) =>
        _variables.TryGetValue(symbol, out Variable? variable) && variable.IsAddress ? method.Builder.AddressOf(variable.Slot) : null;

    /// <summary>The struct that the method is called on; null where there is none.</summary>
    public MemoryPlace? Receiver(TypeShape shape) => _receiver is null ? null : new MemoryPlace(_receiver, 0, shape);

    /// <summary>The memory for the result of a method that returns a struct.</summary>
    public MemoryPlace? ResultMemory(TypeShape shape) => _result is null ? null : new MemoryPlace(_result, 0, shape);

    private sealed record Variable(StackSlot Slot, TypeShape Shape, bool IsAddress);
}
