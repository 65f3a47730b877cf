using CsBpf.Compiler.Ir;
using CsBpf.Object.Instructions;

namespace CsBpf.Compiler.CodeGeneration.Lowering;

/// <summary>How a callback tells the function that had it called of its fault: by a word of their context, behind all else in it.</summary>
internal static class CallbackFaults
{
    /// <summary>What a callback returns that is not to be called again.</summary>
    public const long Stop = 1;

    private const int WordSize = 8;

    private static readonly MemoryAccess Word = new(MemorySize.DoubleWord);

    /// <summary>Notes a fault in the context of a callback.</summary>
    public static void Note(Function function, CallbackInfo callback, BasicBlock exit, SourceLocation location)
    {
        Value context = function.Entry.Insert(0, function.NewValue(
            Opcode.Parameter, IrType.Pointer, function.Location, immediate: callback.ContextParameter));
        Value faulted = exit.Append(function.NewConstant(IrType.I64, 1, location));
        exit.Append(function.NewValue(Opcode.Store, IrType.Void, location, [context, faulted], callback.ContextSize, Word));
    }

    /// <summary>Appends a call of a helper to a block, and leads to the fault exit from there where its callback has faulted.</summary>
    public static void LowerCall(Function function, BasicBlock block, Value call, BasicBlock after)
    {
        int callback = call.Arguments.FindIndex(argument => argument.Opcode == Opcode.FunctionAddress);
        int offset = call.Arguments[callback].Callee.Callback!.ContextSize;
        StackSlot context = Extend(function, call.Arguments[callback + 1], offset);
        call.Arguments[callback + 1] = Address();
        block.Append(function.NewValue(
            Opcode.Store, IrType.Void, call.Location, [Address(), block.Append(function.NewConstant(IrType.I64, 0, call.Location))], offset, Word));
        block.Append(call);
        Value noted = block.Append(function.NewValue(Opcode.Load, IrType.I64, call.Location, [Address()], offset, Word));
        Value none = block.Append(function.NewConstant(IrType.I64, 0, call.Location));
        Value faulted = block.Append(function.NewValue(Opcode.NotEqual, IrType.Bool, call.Location, [noted, none]));
        BasicBlock fault = function.NewBlock();
        fault.Fault(call.Location);
        block.Branch(faulted, fault, after, call.Location);

        Value Address() => block.Append(function.NewValue(Opcode.SlotAddress, IrType.Pointer, call.Location, detail: context));
    }

    /// <summary>The slot of a context, with room for the word.</summary>
    private static StackSlot Extend(Function function, Value context, int size)
    {
        StackSlot? slot = context.Opcode == Opcode.SlotAddress ? context.Slot : null;
        if (slot is not null && slot.Size > size)
            return slot;
        StackSlot extended = function.NewSlot(slot?.Name ?? "context", size + WordSize, WordSize);
        if (slot is null)
            return extended;
        foreach (Value address in function.Blocks.SelectMany(block => block.Values).Append(context).Where(value => ReferenceEquals(value.Detail, slot)))
            address.Detail = extended;
        function.Slots.Remove(slot);
        return extended;
    }
}
