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

/// <summary>The address of an element of an array in a slot, chosen when the program runs.</summary>
/// <param name="Address">The address: one that is known, and an index behind it.</param>
/// <param name="Slot">The slot.</param>
/// <param name="Base">Where the address that is known is in the slot.</param>
/// <param name="Offset">The first byte of the array.</param>
/// <param name="Size">The number of bytes.</param>
internal sealed record SlotElement(Value Address, StackSlot Slot, long Base, long Offset, long Size);

/// <summary>What a function does with its slots.</summary>
internal sealed class SlotUses
{
    private readonly Dictionary<Value, Place> _addresses = [];
    private readonly Dictionary<Value, StackSlot> _elements = [];
    private readonly HashSet<StackSlot> _others = [];
    private readonly bool _hasElements;

    /// <summary>Collects the uses. All blocks must be reachable.</summary>
    /// <param name="function">The function.</param>
    /// <param name="hasElements">True for who can tell elements of arrays that lie in a known part of a slot; others take them for any use of the slot.</param>
    public SlotUses(Function function, bool hasElements = false)
    {
        _hasElements = hasElements;
        foreach (BasicBlock block in ReversePostorder.Of(function))
        {
            foreach (Value value in block.Values)
                Visit(value);
        }

        // What comes to a phi from the end of a loop stands behind it.
        foreach (Value address in function.Blocks.SelectMany(block => block.Phis).SelectMany(phi => phi.Arguments))
        {
            if (_addresses.TryGetValue(address, out Place? known))
                _others.Add(known.Slot);
            else if (_elements.TryGetValue(address, out StackSlot? slot))
                _others.Add(slot);
        }
    }

    /// <summary>The loads, stores, copies and zeroings at places that are known, in reverse postorder.</summary>
    public List<SlotAccess> Accesses { get; } = [];

    /// <summary>The addresses of elements: what goes through them stays in their arrays.</summary>
    public List<SlotElement> Elements { get; } = [];

    /// <summary>True where nothing but <see cref="Accesses"/> and what goes through <see cref="Elements"/> uses a slot, and none of them is volatile or outside of the slot.</summary>
    public bool IsPrivate(StackSlot slot) => !_others.Contains(slot);

    private void Visit(Value value)
    {
        if (value.Opcode == Opcode.SlotAddress)
        {
            _addresses.Add(value, new Place(value.Slot, 0, null));
        }
        else if (value.Opcode == Opcode.PointerAdd && value.Arguments[1].IsConstant && _addresses.TryGetValue(value.Arguments[0], out Place? start))
        {
            _addresses.Add(value, new Place(start.Slot, start.Offset + value.Arguments[1].Immediate, start.ArrayFrom(value)));
        }
        else if (!IsElement(value))
        {
            for (int i = 0; i < value.Arguments.Count; i++)
            {
                if (_addresses.TryGetValue(value.Arguments[i], out Place? place))
                    Visit(value, i, place.Slot, place.Offset);
                else if (_elements.TryGetValue(value.Arguments[i], out StackSlot? slot) && !IsAccessThrough(value, i))
                    _others.Add(slot);
            }
        }
    }

    private bool IsElement(Value value)
    {
        if (!_hasElements || value.Opcode != Opcode.PointerAdd)
            return false;
        if (_elements.TryGetValue(value.Arguments[0], out StackSlot? outer))
        {
            _elements.Add(value, outer);
            return true;
        }

        if (!_addresses.TryGetValue(value.Arguments[0], out Place? place) || place.ArrayFrom(value) is not { } array)
            return false;
        if (array.Start < 0 || array.Size > place.Slot.Size - array.Start)
            return false;
        Elements.Add(new(value, place.Slot, place.Offset, array.Start, array.Size));
        _elements.Add(value, place.Slot);
        return true;
    }

    private static bool IsAccessThrough(Value user, int argument) => user.Opcode switch
    {
        Opcode.Load or Opcode.Store => argument == 0 && IsPlain(user),
        Opcode.Copy or Opcode.Zero => true,
        _ => false,
    };

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

    /// <summary>An address in a slot that is known.</summary>
    /// <param name="Slot">The slot.</param>
    /// <param name="Offset">How far it is from the slot's start.</param>
    /// <param name="Array">The array that it leads to, seen from the slot's start; null where nothing says so.</param>
    private sealed record Place(StackSlot Slot, long Offset, ArrayExtent? Array)
    {
        /// <summary>The array that an address which was moved from here leads to.</summary>
        public ArrayExtent? ArrayFrom(Value moved) => moved.Extent is { } extent ? extent with { Start = Offset + extent.Start } : Array;
    }
}
