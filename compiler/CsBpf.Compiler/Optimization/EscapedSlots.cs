using CsBpf.Compiler.Ir;

namespace CsBpf.Compiler.Optimization;

/// <summary>The slots whose address goes anywhere but into a load or store: to a helper, into memory, into a computation.</summary>
internal sealed class EscapedSlots
{
    private readonly HashSet<StackSlot> _slots = [];

    public EscapedSlots(Function function)
    {
        foreach (BasicBlock block in function.Blocks)
        {
            foreach (Value value in block.Values)
            {
                for (int i = 0; i < value.Arguments.Count; i++)
                {
                    if (value.Arguments[i].Opcode == Opcode.SlotAddress && !IsAccess(value.Opcode, i))
                        _slots.Add(value.Arguments[i].Slot);
                }
            }

            if (block.Control is { Opcode: Opcode.SlotAddress } control)
                _slots.Add(control.Slot);
        }
    }

    public bool Contains(StackSlot slot) => _slots.Contains(slot);

    private static bool IsAccess(Opcode opcode, int argument) => opcode switch
    {
        Opcode.Load or Opcode.Zero or Opcode.Copy => true,
        Opcode.Store => argument == 0,
        _ => false,
    };
}
