using CsBpf.Compiler.Ir;
using CsBpf.Object.Instructions;

namespace CsBpf.Compiler.CodeGeneration.Lowering;

/// <summary>
/// Makes returns of faults. In a program all lead to one block that returns the fault value. A function tells its caller by what it returns:
/// -1 as 64 bits, which no 32-bit result is, nor any address; one with a 64-bit result writes that through an extra parameter and returns 0 or
/// -1. The caller asks, and faults itself. A callback says it in its context, behind what is there, and is not called again.
/// </summary>
internal sealed class FaultLowering
{
    private const long FaultResult = -1;

    private readonly HashSet<Function> _faulting;

    private FaultLowering(HashSet<Function> faulting) => _faulting = faulting;

    /// <summary>Lowers the faults of a module.</summary>
    /// <exception cref="CodeGenerationException">A function has no room for the extra parameter.</exception>
    public static void Run(BpfModule module)
    {
        var lowering = new FaultLowering(FindFaulting(module));
        foreach (Function function in module.Functions)
        {
            EndUnreachable(function);
            foreach (BasicBlock block in function.Blocks.ToList())
                lowering.LowerCalls(function, block);
            lowering.LowerFaults(function);
        }
    }

    /// <summary>The functions, other than programs, that fault themselves or call others that do.</summary>
    private static HashSet<Function> FindFaulting(BpfModule module)
    {
        HashSet<Function> faulting = [];
        bool changed = true;
        while (changed)
        {
            changed = false;
            foreach (Function function in module.Functions.Where(function => function.Program is null && !faulting.Contains(function)))
                changed |= MayFault(function) && faulting.Add(function);
        }

        return faulting;

        bool MayFault(Function function) => function.Blocks.Exists(block => IsFault(block)
            || block.Values.Exists(value => value.Opcode is Opcode.Call or Opcode.FunctionAddress && faulting.Contains(value.Callee)));
    }

    /// <summary>The function that a call, or a helper on its behalf, calls.</summary>
    private static Function? CalleeOf(Value call) => call.Opcode switch
    {
        Opcode.Call => call.Callee,
        Opcode.CallHelper => call.Arguments.Find(argument => argument.Opcode == Opcode.FunctionAddress)?.Callee,
        _ => null,
    };

    private static bool IsFault(BasicBlock block) => block.Terminator == TerminatorKind.Fault;

    /// <summary>The verifier wants every path to end: what control doesn't get to ends as what is closest at hand.</summary>
    private static void EndUnreachable(Function function)
    {
        foreach (BasicBlock block in function.Blocks.Where(block => block.Terminator == TerminatorKind.Unreachable))
        {
            if (function.Program is not null)
                block.Fault(block.TerminatorLocation);
            else if (function.ReturnType == IrType.Void)
                block.Return(null, block.TerminatorLocation);
            else
                block.Return(block.Append(function.NewConstant(function.ReturnType, 0, block.TerminatorLocation)), block.TerminatorLocation);
        }
    }

    private static bool ReturnsThroughParameter(Function function) => function.ReturnType == IrType.I64;

    private void LowerCalls(Function function, BasicBlock block)
    {
        for (int i = 0; i < block.Values.Count; i++)
        {
            Value call = block.Values[i];
            if (CalleeOf(call) is not { } callee || !_faulting.Contains(callee))
                continue;

            List<Value> rest = block.Values[(i + 1)..];
            block.Values.RemoveRange(i, block.Values.Count - i);
            BasicBlock after = function.NewBlock();
            BlockEnds.Move(block, after);
            if (callee.Callback is null)
                LowerCall(function, block, call, after);
            else
                CallbackFaults.LowerCall(function, block, call, after);
            foreach (Value value in rest)
                after.Append(value);
            LowerCalls(function, after);
            return;
        }
    }

    private static void LowerCall(Function function, BasicBlock block, Value call, BasicBlock after)
    {
        IrType type = call.Type;
        List<Value> arguments = [.. call.Arguments];
        Value? slot = null;
        if (ReturnsThroughParameter(call.Callee))
        {
            slot = block.Append(function.NewValue(
                Opcode.SlotAddress, IrType.Pointer, call.Location, detail: function.NewSlot($"result of {call}", 8, 8)));
            arguments.Add(slot);
        }

        // Addresses in the kernel are negative numbers, but none is -1.
        bool isAddress = type is IrType.Pointer or IrType.KernelPointer;
        IrType status = isAddress ? type : IrType.I64;
        Value result = block.Append(function.NewValue(Opcode.Call, status, call.Location, arguments, detail: call.Callee));
        Value limit = block.Append(function.NewConstant(status, isAddress ? FaultResult : 0, call.Location));
        Value faulted = block.Append(function.NewValue(
            isAddress ? Opcode.Equal : Opcode.LessSigned, IrType.Bool, call.Location, [result, limit]));
        BasicBlock fault = function.NewBlock();
        fault.Fault(call.Location);
        block.Branch(faulted, fault, after, call.Location);
        TakeResult(call, type, result, slot);
        if (type != IrType.Void)
            after.Append(call);
    }

    private static void TakeResult(Value call, IrType type, Value result, Value? slot)
    {
        switch (type)
        {
            case IrType.I32:
                call.Become(Opcode.Truncate, type, [result]);
                break;
            case IrType.I64:
                call.Become(Opcode.Load, type, [slot!], detail: new MemoryAccess(MemorySize.DoubleWord));
                break;
            default:
                call.Become(Opcode.Reinterpret, type, [result]);
                break;
        }
    }

    private void LowerFaults(Function function)
    {
        if (_faulting.Contains(function) && function.Callback is null)
            LowerReturns(function);
        List<BasicBlock> faults = [.. function.Blocks.Where(IsFault)];
        if (faults.Count == 0)
            return;

        SourceLocation location = faults[0].TerminatorLocation;
        BasicBlock exit = function.NewBlock();
        if (function.Callback is { } callback)
            CallbackFaults.Note(function, callback, exit, location);
        Value value = exit.Append(function.NewConstant(
            function.Program is null ? IrType.I64 : function.ReturnType,
            function.Program?.FaultValue ?? (function.Callback is null ? FaultResult : CallbackFaults.Stop),
            location));
        exit.Return(value, location);
        foreach (BasicBlock fault in faults)
            fault.Jump(exit, fault.TerminatorLocation);
    }

    /// <summary>Returns of a function whose callers look at all 64 bits.</summary>
    private static void LowerReturns(Function function)
    {
        Value? result = ReturnsThroughParameter(function) ? NewResultParameter(function) : null;
        foreach (BasicBlock block in function.Blocks.Where(block => block.Terminator == TerminatorKind.Return))
        {
            SourceLocation location = block.TerminatorLocation;
            switch (block.Control?.Type)
            {
                case IrType.I64:
                    block.Append(function.NewValue(
                        Opcode.Store, IrType.Void, location, [result!, block.Control], detail: new MemoryAccess(MemorySize.DoubleWord)));
                    goto case null;
                case null:
                    block.Control = block.Append(function.NewConstant(IrType.I64, 0, location));
                    break;
            }
        }
    }

    private static Value NewResultParameter(Function function)
    {
        int number = function.ParameterTypes.Length;
        if (number == Machine.Register.MaxArguments)
        {
            throw new CodeGenerationException(
                CodeGenerationError.TooManyParameters,
                function,
                $"'{function.Name}' returns 64 bits and can fault, which takes a parameter more than the {number} that it has.");
        }

        return function.Entry.Insert(0, function.NewValue(Opcode.Parameter, IrType.Pointer, function.Location, immediate: number));
    }
}
