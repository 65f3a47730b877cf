using CsBpf.Compiler.Ir;
using CsBpf.Object.Instructions;

namespace CsBpf.Compiler.CodeGeneration.Lowering;

/// <summary>
/// The instruction set has no fence, but its exchange is one: atomic operations that fetch are ordered with all that is around them. It exchanges
/// memory of the stack, which nobody else has in a cache.
/// </summary>
internal static class FenceLowering
{
    /// <summary>Lowers the fences of a function.</summary>
    public static void Run(Function function)
    {
        StackSlot? slot = null;
        foreach (BasicBlock block in function.Blocks)
        {
            for (int i = 0; i < block.Values.Count; i++)
            {
                if (block.Values[i] is not { Opcode: Opcode.Fence } fence)
                    continue;
                slot ??= function.NewSlot("fence", sizeof(long), sizeof(long));
                Value address = Insert(Opcode.SlotAddress, IrType.Pointer, [], slot);
                Value zero = Insert(Opcode.Constant, IrType.I64, []);
                Insert(Opcode.Store, IrType.Void, [address, zero], new MemoryAccess(MemorySize.DoubleWord));
                fence.Become(Opcode.Atomic, IrType.I64, [address, zero], detail: new AtomicAccess(AtomicOperation.Exchange, MemorySize.DoubleWord));

                Value Insert(Opcode opcode, IrType type, Value[] arguments, object? detail = null) =>
                    block.Insert(i++, function.NewValue(opcode, type, fence.Location, arguments, 0, detail));
            }
        }
    }
}
