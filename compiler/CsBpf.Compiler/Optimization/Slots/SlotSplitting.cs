using CsBpf.Compiler.Ir;
using CsBpf.Object.Instructions;

namespace CsBpf.Compiler.Optimization.Slots;

/// <summary>
/// Scalar replacement of aggregates: a slot whose address goes nowhere falls into the pieces that are read and written together, each a slot of
/// its own; copies and zeroings of it become those of the pieces.
/// </summary>
/// <remarks>
/// Bytes that accesses of several sizes share stay together in memory, and so does what a copy of more than <see cref="MaximumMoves"/> pieces
/// moves, unless there are addresses among them, which have to be followed.
/// </remarks>
internal sealed class SlotSplitting
{
    private const int MaximumMoves = 16;

    private readonly Function _function;
    private readonly Dictionary<StackSlot, SlotPieces> _pieces = [];
    private readonly Dictionary<(StackSlot, long), StackSlot> _slots = [];
    private readonly Dictionary<Value, List<SlotAccess>> _accesses = [];
    private readonly Dictionary<Value, SlotElement> _elements = [];

    private SlotSplitting(Function function) => _function = function;

    public static void Run(Function function) => new SlotSplitting(function).Run();

    /// <summary>The type in which a size is moved when nobody says more.</summary>
    internal static IrType TypeOf(long size) => size == 8 ? IrType.I64 : IrType.I32;

    private void Run()
    {
        var uses = new SlotUses(_function, hasElements: true);
        foreach (StackSlot slot in _function.Slots.Where(uses.IsPrivate))
            _pieces.Add(slot, new SlotPieces());
        foreach (SlotAccess access in uses.Accesses.Where(access => _pieces.ContainsKey(access.Slot)))
        {
            if (!_accesses.TryGetValue(access.User, out List<SlotAccess>? accesses))
                _accesses.Add(access.User, accesses = []);
            accesses.Add(access);
        }

        foreach (SlotElement element in uses.Elements.Where(element => _pieces.ContainsKey(element.Slot)))
            _elements.Add(element.Address, element);
        if (_accesses.Count + _elements.Count == 0)
            return;
        FindPieces();
        foreach (BasicBlock block in _function.Blocks)
            Rewrite(block);
        DeadCode.Run(_function);
    }

    /// <summary>Cuts the slots at the scalars in them; what is copied is cut alike on both sides.</summary>
    private void FindPieces()
    {
        List<Value> moves = [.. _accesses.Keys.Where(user => user.Opcode is Opcode.Copy || IsZeroing(user))];
        foreach (SlotElement element in _elements.Values)
            _pieces[element.Slot].Add(element.Offset, element.Size, IrType.Void);
        foreach (SlotAccess access in _accesses.Values.SelectMany(accesses => accesses).Where(access => access.IsScalar && !IsZeroing(access.User)))
            _pieces[access.Slot].Add(access.Offset, access.Size, access.Type);
        UntilStable(moves, Share);
        UntilStable(moves, Fill);
        UntilStable(moves, Keep);
    }

    private void UntilStable(List<Value> moves, Action<Value> step)
    {
        int before;
        do
        {
            before = Versions();
            foreach (Value move in moves)
            {
                step(move);
                Share(move);
            }
        }
        while (before != Versions());

        int Versions() => _pieces.Values.Sum(pieces => pieces.Version);
    }

    /// <summary>Cuts both sides of a copy alike.</summary>
    private void Share(Value move)
    {
        if (_accesses[move] is not [var left, var right])
            return;
        ShareFrom(left, right);
        ShareFrom(right, left);

        void ShareFrom(SlotAccess from, SlotAccess to)
        {
            foreach (SlotPiece piece in _pieces[from.Slot].In(from.Offset, from.Size).ToList())
            {
                long start = Math.Max(piece.Offset, from.Offset);
                long end = Math.Min(piece.End, from.Offset + from.Size);
                bool isWhole = end - start == piece.Size;
                _pieces[to.Slot].Add(to.Offset + start - from.Offset, end - start, isWhole ? piece.Type : IrType.Void);
            }
        }
    }

    /// <summary>Cuts what a copy takes along though nobody looks at it, in the largest pieces that its alignment allows.</summary>
    private void Fill(Value move)
    {
        if (move.Opcode != Opcode.Copy)
            return;
        SlotAccess access = _accesses[move][0];
        SlotPieces pieces = _pieces[access.Slot];
        long end = access.Offset + access.Size;
        for (long offset = access.Offset; offset < end;)
        {
            SlotPiece? next = pieces.In(offset, end - offset).Cast<SlotPiece?>().FirstOrDefault();
            if (next is { } piece && piece.Offset <= offset)
            {
                offset = piece.End;
                continue;
            }

            long size = Math.Min(8, Math.Min(move.Alignment, access.Slot.Alignment));
            while (offset % size != 0 || offset + size > (next?.Offset ?? end))
                size /= 2;
            pieces.Add(offset, size, TypeOf(size));
            offset += size;
        }
    }

    /// <summary>What a move takes a part of stays in memory; what is too much to be moved number by number stays there as one.</summary>
    private void Keep(Value move)
    {
        foreach (SlotAccess access in _accesses[move])
        {
            SlotPieces pieces = _pieces[access.Slot];
            List<SlotPiece> moved = [.. pieces.In(access.Offset, access.Size)];
            if (move.Opcode == Opcode.Copy && moved.Count > MaximumMoves && !moved.Exists(piece => piece.Type is IrType.Pointer or IrType.KernelPointer))
            {
                pieces.Add(access.Offset, access.Size, IrType.Void);
                continue;
            }

            foreach (SlotPiece piece in moved.Where(piece => piece.Offset < access.Offset || piece.End > access.Offset + access.Size))
                pieces.Add(piece.Offset, piece.Size, IrType.Void);
        }
    }

    /// <summary>True where bytes become zero: a struct, or a number that others may look at as several.</summary>
    private static bool IsZeroing(Value value) => value.Opcode == Opcode.Zero
        || value is { Opcode: Opcode.Store, Arguments: [_, { IsConstant: true, Immediate: 0 }] };

    private void Rewrite(BasicBlock block)
    {
        if (!block.Values.Exists(value => _accesses.ContainsKey(value) || _elements.ContainsKey(value)))
            return;
        List<Value> old = [.. block.Values];
        block.Values.Clear();
        foreach (Value value in old)
        {
            if (_elements.TryGetValue(value, out SlotElement? element))
                Readdress(block, element);
            else if (!_accesses.TryGetValue(value, out List<SlotAccess>? accesses))
                block.Append(value);
            else if (IsZeroing(value))
                ExpandZero(block, value, accesses[0]);
            else if (value.Opcode == Opcode.Copy)
                ExpandCopy(block, value, accesses);
            else
                Readdress(block, value, accesses[0]);
        }
    }

    /// <summary>Sends a load or store to the slot of its piece.</summary>
    private void Readdress(BasicBlock block, Value value, SlotAccess access)
    {
        (value.Arguments[0], value.Immediate) = AddressOf(block, access.Slot, access.Offset, value);
        block.Append(value);
    }

    /// <summary>Sends the address of an element to the slot of its array: as far from its start as before.</summary>
    private void Readdress(BasicBlock block, SlotElement element)
    {
        (Value address, long displacement) = AddressOf(block, element.Slot, element.Offset, element.Address);
        long moved = displacement + element.Base - element.Offset;
        element.Address.Arguments[0] = Moved(block, address, moved, element.Address);
        element.Address.Detail = new ArrayExtent(element.Offset - element.Base, element.Size);
        block.Append(element.Address);
    }

    private void ExpandZero(BasicBlock block, Value zero, SlotAccess access)
    {
        foreach (SlotPiece piece in PartsOf(access))
        {
            (Value address, long displacement) = AddressOf(block, access.Slot, piece.Offset, zero);
            if (piece.Type == IrType.Void)
            {
                Append(block, zero, Opcode.Zero, IrType.Void, [Moved(block, address, displacement, zero)], piece.Size, AlignmentAt(zero, piece.Offset - access.Offset));
                continue;
            }

            Value number = block.Append(_function.NewConstant(piece.Type, 0, zero.Location));
            Append(block, zero, Opcode.Store, IrType.Void, [address, number], displacement, AccessOf(piece));
        }
    }

    private void ExpandCopy(BasicBlock block, Value copy, List<SlotAccess> accesses)
    {
        SlotAccess cut = accesses[0];
        foreach (SlotPiece piece in PartsOf(cut))
        {
            long offset = piece.Offset - cut.Offset;
            int alignment = AlignmentAt(copy, offset);
            (Value from, long fromDisplacement) = SideAt(1, offset);
            (Value to, long toDisplacement) = SideAt(0, offset);
            if (piece.Type == IrType.Void)
            {
                Value[] sides = [Moved(block, to, toDisplacement, copy), Moved(block, from, fromDisplacement, copy)];
                Append(block, copy, Opcode.Copy, IrType.Void, sides, piece.Size, alignment);
                continue;
            }

            Value loaded = Append(block, copy, Opcode.Load, piece.Type, [from], fromDisplacement, AccessFor(1));
            Append(block, copy, Opcode.Store, IrType.Void, [to, loaded], toDisplacement, AccessFor(0));

            // What is in the slot has a slot of its own, and is aligned there.
            MemoryAccess AccessFor(int argument) => accesses.Exists(access => access.Argument == argument)
                ? AccessOf(piece)
                : AccessOf(piece) with { Alignment = (MemorySize)int.Log2((int)Math.Min(alignment, piece.Size)) };
        }

        (Value, long) SideAt(int argument, long offset) => accesses.Find(access => access.Argument == argument) is { } access
            ? AddressOf(block, access.Slot, access.Offset + offset, copy)
            : (copy.Arguments[argument], offset);
    }

    /// <summary>The pieces that a move takes, each as far as it does.</summary>
    private List<SlotPiece> PartsOf(SlotAccess access) =>
    [
        .. _pieces[access.Slot].In(access.Offset, access.Size).Select(piece =>
        {
            long start = Math.Max(piece.Offset, access.Offset);
            return piece with { Offset = start, Size = Math.Min(piece.End, access.Offset + access.Size) - start };
        }),
    ];

    /// <summary>What the address of a byte is a multiple of, in what is moved.</summary>
    private static int AlignmentAt(Value move, long offset)
    {
        int alignment = move.Opcode == Opcode.Store ? move.Access.Alignment.Bytes() : move.Alignment;
        return offset == 0 ? alignment : (int)Math.Min(alignment, offset & -offset);
    }

    /// <summary>The address of the piece that a byte belongs to, and how far into it the byte is.</summary>
    private (Value Address, long Displacement) AddressOf(BasicBlock block, StackSlot slot, long offset, Value user)
    {
        SlotPiece piece = _pieces[slot].At(offset);

        // What stays together in memory starts as far from an aligned byte as it did.
        long lead = piece.Type == IrType.Void ? piece.Offset % slot.Alignment : 0;
        if (!_slots.TryGetValue((slot, piece.Offset), out StackSlot? own))
        {
            bool isWhole = piece.Offset == 0 && piece.Size == slot.Size;
            int alignment = piece.Type == IrType.Void ? slot.Alignment : (int)piece.Size;
            own = _function.NewSlot(isWhole ? slot.Name : $"{slot.Name}+{piece.Offset}", (int)(lead + piece.Size), alignment);
            _slots.Add((slot, piece.Offset), own);
        }

        return (block.Append(_function.NewValue(Opcode.SlotAddress, IrType.Pointer, user.Location, detail: own)), lead + offset - piece.Offset);
    }

    private Value Moved(BasicBlock block, Value address, long displacement, Value user)
    {
        if (displacement == 0)
            return address;
        Value distance = block.Append(_function.NewConstant(IrType.I64, displacement, user.Location));
        return Append(block, user, Opcode.PointerAdd, IrType.Pointer, [address, distance]);
    }

    private Value Append(
        BasicBlock block, Value origin, Opcode opcode, IrType type, IEnumerable<Value> arguments, long immediate = 0, object? detail = null) =>
        block.Append(_function.NewValue(opcode, type, origin.Location, arguments, immediate, detail));

    private static MemoryAccess AccessOf(SlotPiece piece) => new((MemorySize)int.Log2((int)piece.Size));
}
