using CsBpf.Compiler.Ir;
using CsBpf.Compiler.Ir.Analysis;
using CsBpf.Object.Instructions;

namespace CsBpf.Compiler.Optimization.Slots;

/// <summary>One access to bytes of a slot.</summary>
/// <param name="User">The load, store, copy or zeroing.</param>
/// <param name="Argument">Which argument is the address.</param>
/// <param name="Slot">The slot.</param>
/// <param name="Offset">The first byte.</param>
/// <param name="Size">The number of bytes.</param>
internal sealed record SlotAccess(Value User, int Argument, StackSlot Slot, long Offset, long Size)
{
    /// <summary>True for a load or store: an access to one scalar.</summary>
    public bool IsScalar => User.Opcode is Opcode.Load or Opcode.Store;

    /// <summary>Of a scalar: the type of what is loaded or stored.</summary>
    public IrType Type => User.Opcode == Opcode.Load ? User.Type : User.Arguments[1].Type;
}

/// <summary>What a function does with its slots.</summary>
internal sealed class SlotUses
{
    private readonly Dictionary<Value, (StackSlot Slot, long Offset)> _addresses = [];
    private readonly HashSet<StackSlot> _others = [];

    /// <summary>Collects the uses. All blocks must be reachable.</summary>
    public SlotUses(Function function)
    {
        foreach (BasicBlock block in ReversePostorder.Of(function))
        {
            foreach (Value value in block.Values)
                Visit(value);
        }
    }

    /// <summary>The loads, stores, copies and zeroings at places that are known, in reverse postorder.</summary>
    public List<SlotAccess> Accesses { get; } = [];

    /// <summary>True where nothing but <see cref="Accesses"/> uses a slot, and none of them is volatile or outside of the slot.</summary>
    public bool IsPrivate(StackSlot slot) => !_others.Contains(slot);

    private void Visit(Value value)
    {
        if (value.Opcode == Opcode.SlotAddress)
        {
            _addresses.Add(value, (value.Slot, 0));
        }
        else if (value.Opcode == Opcode.PointerAdd && value.Arguments[1].IsConstant && _addresses.TryGetValue(value.Arguments[0], out (StackSlot Slot, long Offset) moved))
        {
            _addresses.Add(value, (moved.Slot, moved.Offset + value.Arguments[1].Immediate));
        }
        else
        {
            for (int i = 0; i < value.Arguments.Count; i++)
            {
                if (_addresses.TryGetValue(value.Arguments[i], out (StackSlot Slot, long Offset) address))
                    Visit(value, i, address.Slot, address.Offset);
            }
        }
    }

    private void Visit(Value user, int argument, StackSlot slot, long offset)
    {
        SlotAccess? access = user.Opcode switch
        {
            Opcode.Load when IsPlain(user) => new(user, 0, slot, offset + user.Immediate, user.Access.Size.Bytes()),
            Opcode.Store when IsPlain(user) && argument == 0 => new(user, 0, slot, offset + user.Immediate, user.Access.Size.Bytes()),
            Opcode.Copy or Opcode.Zero => new(user, argument, slot, offset, user.Immediate),
            _ => null,
        };
        if (access is null || access.Offset < 0 || access.Size > slot.Size - access.Offset)
            _others.Add(slot);
        else
            Accesses.Add(access);
    }

    private static bool IsPlain(Value access) => access.Access is { IsVolatile: false, Relocation: null };
}
