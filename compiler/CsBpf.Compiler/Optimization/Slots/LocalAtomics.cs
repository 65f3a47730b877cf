using CsBpf.Compiler.Ir;
using CsBpf.Compiler.Optimization.Memory;
using CsBpf.Object.Instructions;

namespace CsBpf.Compiler.Optimization.Slots;

/// <summary>
/// Makes loads and stores of the atomic operations on slots: nobody else sees the stack. The verifier would not take them at a variable
/// distance, and a slot that is only loaded and stored may become a value.
/// </summary>
internal static class LocalAtomics
{
    private static readonly Dictionary<AtomicOperation, Opcode> Operations = new()
    {
        [AtomicOperation.Add] = Opcode.Add,
        [AtomicOperation.And] = Opcode.And,
        [AtomicOperation.Or] = Opcode.Or,
        [AtomicOperation.Xor] = Opcode.Xor,
    };

    public static void Run(Function function)
    {
        foreach (BasicBlock block in function.Blocks)
        {
            for (int i = 0; i < block.Values.Count; i++)
            {
                if (block.Values[i] is { Opcode: Opcode.Atomic } atomic && MemoryLocation.At(atomic.Arguments[0], 0, 0).Variable is StackSlot)
                    Expand(function, block, i);
            }
        }
    }

    private static void Expand(Function function, BasicBlock block, int index)
    {
        Value before = block.Values[index];
        AtomicOperation operation = before.AtomicAccess.Operation;
        var access = new MemoryAccess(before.Access.Size);
        (Value address, Value operand, Value? comparand) = (before.Arguments[0], before.Arguments[1], before.Arguments.ElementAtOrDefault(2));
        before.Become(Opcode.Load, before.Type, [address], before.Immediate, access);
        Value after = operand;
        if (comparand is not null)
            after = Add(Opcode.Select, before.Type, [Add(Opcode.Equal, IrType.Bool, [before, comparand]), operand, before]);
        else if (Operations.TryGetValue(operation, out Opcode opcode))
            after = Add(opcode, before.Type, [before, operand]);
        Value store = Add(Opcode.Store, IrType.Void, [address, after]);
        (store.Immediate, store.Detail) = (before.Immediate, access);

        Value Add(Opcode opcode, IrType type, Value[] arguments) =>
            block.Insert(++index, function.NewValue(opcode, type, before.Location, arguments));
    }
}
