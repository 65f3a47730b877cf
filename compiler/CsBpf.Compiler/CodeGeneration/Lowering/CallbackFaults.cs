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

    /// <summary>Answers the question about a call of a helper by what its callback has noted.</summary>
    public static void LowerCall(Function function, Value call, Value question)
    {
        BasicBlock block = call.Block!;
        int callback = call.Arguments.FindIndex(argument => argument.Opcode == Opcode.FunctionAddress);
        int offset = call.Arguments[callback].Callee.Callback!.ContextSize;
        StackSlot context = Extend(function, call.Arguments[callback + 1], offset);
        call.Arguments[callback + 1] = Address(call);
        Value address = Address(call);
        Value zero = Insert(call, function.NewConstant(IrType.I64, 0, call.Location));
        Insert(call, function.NewValue(Opcode.Store, IrType.Void, call.Location, [address, zero], offset, Word));
        Value noted = Insert(question, function.NewValue(Opcode.Load, IrType.I64, call.Location, [Address(question)], offset, Word));
        Value none = Insert(question, function.NewConstant(IrType.I64, 0, call.Location));
        question.Become(Opcode.NotEqual, IrType.Bool, [noted, none]);

        Value Address(Value before) => Insert(before, function.NewValue(Opcode.SlotAddress, IrType.Pointer, call.Location, detail: context));

        Value Insert(Value before, Value value) => block.Insert(block.Values.IndexOf(before), value);
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
