using CsBpf.Compiler.Ir;
using CsBpf.Compiler.Optimization;
using CsBpf.Compiler.Optimization.Branches;

namespace CsBpf.Compiler.CodeGeneration.Lowering;

/// <summary>
/// Makes returns of faults. In a program all lead to one block that returns the fault value. A function tells its caller by what it returns:
/// -1 as 64 bits, which no 32-bit result is, nor any address; one with a 64-bit result writes that through an extra parameter and returns 0 or
/// -1. Where all registers of parameters are taken, the last argument stands where the result comes to. The caller asks, and faults itself. A callback
/// says it in its context, behind what is there, and is not called again.
/// </summary>
internal sealed class FaultLowering
{
    private const long FaultResult = -1;

    private static readonly MemoryAccess ResultAccess = MemoryAccess.For(IrType.I64);

    private readonly HashSet<Function> _faulting;

    private FaultLowering(HashSet<Function> faulting) => _faulting = faulting;

    /// <summary>Lowers the faults of a module.</summary>
    public static void Run(BpfModule module)
    {
        var lowering = new FaultLowering(FindFaulting(module));
        foreach (Function function in module.Functions)
        {
            EndUnreachable(function);
            lowering.RemoveQuestions(function);
            foreach (Value call in function.Blocks.SelectMany(block => block.Values).Where(lowering.MayFault).ToList())
                LowerCall(function, call);
            lowering.LowerFaults(module, function);
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
            || FaultQuestions.Unasked(block).Exists(call => faulting.Contains(call.CalledFunction!)));
    }

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

    /// <summary>Answers the questions about calls that never fault.</summary>
    private void RemoveQuestions(Function function)
    {
        bool changed = false;
        foreach (BasicBlock block in function.Blocks)
        {
            foreach (Value question in block.Values.Where(value => value.Opcode == Opcode.Faulted && !_faulting.Contains(value.Arguments[0].CalledFunction!)))
            {
                question.Become(Opcode.Constant, IrType.Bool, []);
                changed = true;
            }
        }

        if (changed)
            ControlFlow.Run(function);
    }

    private bool MayFault(Value value) => value.CalledFunction is { } callee && _faulting.Contains(callee);

    private static void LowerCall(Function function, Value call)
    {
        BasicBlock? rest = FaultQuestions.Of(call) is null ? FaultQuestions.Ask(function, call, NewFault(function, call.Location)) : null;
        Value question = FaultQuestions.Of(call)!;
        if (call.Opcode == Opcode.Call)
            LowerCall(function, call, question, rest);
        else
            CallbackFaults.LowerCall(function, call, question);
    }

    /// <summary>Lowers a call of a function with the question about its fault.</summary>
    private static void LowerCall(Function function, Value call, Value question, BasicBlock? rest)
    {
        SourceLocation location = call.Location;
        BasicBlock block = call.Block!;
        int index = block.Values.IndexOf(call);
        block.Values.RemoveAt(index);
        List<Value> arguments = [.. call.Arguments];
        Value? slot = null;
        if (ReturnsThroughParameter(call.Callee))
        {
            slot = Insert(function.NewValue(Opcode.SlotAddress, IrType.Pointer, location, detail: function.NewSlot($"result of {call}", ResultAccess)));
            bool isFull = IsFull(call.Callee);
            // What is read whether or not it was written is zero.
            if (rest is null || isFull)
                Insert(function.NewValue(Opcode.Zero, IrType.Void, location, [slot], immediate: 8, detail: 8));
            if (isFull)
            {
                Insert(function.NewValue(Opcode.Store, IrType.Void, location, [slot, arguments[^1]], detail: MemoryAccess.For(arguments[^1].Type)));
                arguments.RemoveAt(arguments.Count - 1);
            }

            arguments.Add(slot);
        }

        // Addresses in the kernel are negative numbers, but none is -1.
        bool isAddress = call.Type is IrType.Pointer or IrType.KernelPointer;
        IrType status = isAddress ? call.Type : IrType.I64;
        Value result = Insert(function.NewValue(Opcode.Call, status, location, arguments, detail: call.Callee));
        Value limit = Insert(function.NewConstant(status, isAddress ? FaultResult : 0, location));
        question.Become(isAddress ? Opcode.Equal : Opcode.LessSigned, IrType.Bool, [result, limit]);
        if (call.Type == IrType.Void)
            return;
        if (rest is null)
            Insert(call);
        else
            rest.Insert(0, call);
        TakeResult(call, result, slot);

        Value Insert(Value value) => block.Insert(index++, value);
    }

    private static BasicBlock NewFault(Function function, SourceLocation location)
    {
        BasicBlock fault = function.NewBlock();
        fault.Fault(location);
        return fault;
    }

    private static void TakeResult(Value call, Value result, Value? slot)
    {
        switch (call.Type)
        {
            case IrType.I32:
                call.Become(Opcode.Truncate, IrType.I32, [result]);
                break;
            case IrType.I64:
                call.Become(Opcode.Load, IrType.I64, [slot!], detail: ResultAccess);
                break;
            default:
                call.Become(Opcode.Reinterpret, call.Type, [result]);
                break;
        }
    }

    private void LowerFaults(BpfModule module, Function function)
    {
        if (_faulting.Contains(function) && function.Callback is null)
            LowerReturns(module, function);
        else if (function.IsGlobal)
            GlobalFunctionResults.ReturnNumber(function);
        List<BasicBlock> faults = [.. function.Blocks.Where(IsFault)];
        if (faults.Count == 0)
            return;

        SourceLocation location = faults[0].TerminatorLocation;
        BasicBlock exit = function.NewBlock();
        if (function.Callback is { IsLater: false } callback)
            CallbackFaults.Note(function, callback, exit, location);
        Value value = exit.Append(function.NewConstant(
            function.Program is null ? IrType.I64 : function.ReturnType,
            function.Program?.FaultValue ?? (function.Callback is { } called ? called.IsLater ? 0 : CallbackFaults.Stop : FaultResult),
            location));
        exit.Return(value, location);
        foreach (BasicBlock fault in faults)
            fault.Jump(exit, fault.TerminatorLocation);
    }

    /// <summary>Returns of a function whose callers look at all 64 bits.</summary>
    private static void LowerReturns(BpfModule module, Function function)
    {
        Value? result = ReturnsThroughParameter(function) ? NewResultParameter(function) : null;
        foreach (BasicBlock block in function.Blocks.Where(block => block.Terminator == TerminatorKind.Return))
        {
            SourceLocation location = block.TerminatorLocation;
            switch (block.Control?.Type)
            {
                case IrType.I64:
                    block.Append(function.NewValue(
                        Opcode.Store, IrType.Void, location, [result!, block.Control], detail: ResultAccess));
                    goto case null;
                case null:
                    block.Control = block.Append(function.NewConstant(IrType.I64, 0, location));
                    break;
            }
        }

        if (result is not null && function.IsGlobal)
            GlobalFunctionResults.AddParameter(module, function, result);
    }

    private static bool IsFull(Function function) => function.ParameterTypes.Length == Machine.Register.MaxArguments;

    private static Value NewResultParameter(Function function)
    {
        int number = function.ParameterTypes.Length - (IsFull(function) ? 1 : 0);
        Value result = function.NewValue(Opcode.Parameter, IrType.Pointer, function.Location, immediate: number);
        foreach (Value last in function.Entry.Values.Where(value => value.Opcode == Opcode.Parameter && value.Immediate == number))
            last.Become(Opcode.Load, last.Type, [result], detail: MemoryAccess.For(last.Type));
        return function.Entry.Insert(0, result);
    }
}
