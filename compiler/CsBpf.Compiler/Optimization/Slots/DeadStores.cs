using CsBpf.Compiler.Ir;
using CsBpf.Compiler.Ir.Analysis;
using CsBpf.Compiler.Optimization.Branches;
using CsBpf.Compiler.Optimization.Memory;
using CsBpf.Object.Instructions;

namespace CsBpf.Compiler.Optimization.Slots;

/// <summary>
/// Removes what is written to slots and never read again: overwritten before, or at the end of the function; and cuts off the ends of zeroings
/// that are overwritten. Liveness of each byte of the slots whose addresses only helpers see; a helper reads all of a slot that it is passed.
/// </summary>
internal sealed class DeadStores
{
    private readonly Function _function;
    private readonly Dictionary<StackSlot, int> _starts = [];
    private readonly int _bytes;

    private DeadStores(Function function)
    {
        _function = function;
        var classes = new MemoryClasses(function);
        foreach (StackSlot slot in function.Slots.Where(classes.IsOwn))
        {
            _starts.Add(slot, _bytes);
            _bytes += slot.Size;
        }
    }

    public static void Run(Function function)
    {
        UnreachableBlocks.Run(function);
        var stores = new DeadStores(function);
        if (stores._bytes > 0)
            stores.Run();
    }

    private void Run()
    {
        var liveAtStart = new ByteSet?[_function.BlockBound];
        List<BasicBlock> order = ReversePostorder.Of(_function);
        var work = new Stack<BasicBlock>(order);
        var isQueued = new HashSet<BasicBlock>(order);
        while (work.TryPop(out BasicBlock? block))
        {
            isQueued.Remove(block);
            ByteSet live = LiveAtEnd(block);
            for (int i = block.Values.Count - 1; i >= 0; i--)
                Pass(block.Values[i], live);
            if (liveAtStart[block.Id]?.Equals(live) == true)
                continue;
            liveAtStart[block.Id] = live;
            foreach (BasicBlock predecessor in block.Predecessors.Where(isQueued.Add))
                work.Push(predecessor);
        }

        foreach (BasicBlock block in order)
            Remove(block, LiveAtEnd(block));

        ByteSet LiveAtEnd(BasicBlock block)
        {
            var live = new ByteSet(_bytes);
            foreach (BasicBlock successor in block.Successors)
                live.UnionWith(liveAtStart[successor.Id]);
            return live;
        }
    }

    private void Remove(BasicBlock block, ByteSet live)
    {
        List<Value> kept = [];
        for (int i = block.Values.Count - 1; i >= 0; i--)
        {
            Value value = block.Values[i];
            if (Written(value) is { } written && !live.ContainsAny(written.Start, written.Length))
                continue;
            bool isTrimmed = value.Opcode == Opcode.Zero && TryTrim(value, live, kept);
            Pass(value, live);
            if (!isTrimmed)
                kept.Add(value);
        }

        kept.Reverse();
        block.Values.Clear();
        kept.ForEach(value => block.Append(value));
    }

    /// <summary>Cuts off what isn't read of a zeroing's ends. What is added stands in reverse order.</summary>
    private bool TryTrim(Value zero, ByteSet live, List<Value> kept)
    {
        if (Written(zero) is not { IsExact: true } written || written.Length == 0)
            return false;
        int first = live.First(written.Start, written.Length);
        int last = live.Last(written.Start, written.Length);
        int skipped = first - written.Start;
        int length = last - first + 1;
        if (length == written.Length)
            return false;
        zero.Immediate = length;
        if (skipped > 0)
        {
            Value distance = _function.NewConstant(IrType.I64, skipped, zero.Location);
            Value moved = _function.NewValue(Opcode.PointerAdd, IrType.Pointer, zero.Location, [zero.Arguments[0], distance]);
            zero.Arguments[0] = moved;
            zero.Detail = Math.Min(zero.Alignment, skipped & -skipped);
            kept.AddRange([zero, moved, distance]);
            return true;
        }

        return false;
    }

    /// <summary>Goes from after a value to before it.</summary>
    private void Pass(Value value, ByteSet live)
    {
        if (Written(value) is { IsExact: true } written)
            live.Remove(written.Start, written.Length);
        switch (value.Opcode)
        {
            case Opcode.Load or Opcode.Atomic:
                Read(value.Arguments[0], value.Immediate, value.Access.Relocation is null ? value.Access.Size.Bytes() : null, live);
                break;
            case Opcode.Copy:
                Read(value.Arguments[1], 0, value.Immediate, live);
                break;
            case Opcode.CallHelper or Opcode.CallKfunc:
                foreach (Value argument in value.Arguments)
                    Read(argument, 0, null, live);
                break;
        }
    }

    private void Read(Value address, long displacement, long? size, ByteSet live)
    {
        MemoryLocation location = MemoryLocation.At(address, displacement, size ?? 0);
        if (location.Variable is not StackSlot slot || !_starts.TryGetValue(slot, out int start))
            return;
        if (size is { } length && location.Base == location.Object && location.Offset >= 0 && location.Offset + length <= slot.Size)
            live.Add(start + (int)location.Offset, (int)length);
        else
            live.Add(start, slot.Size);
    }

    /// <summary>The bytes that a value writes, and nothing else does it do; all of the slot where it isn't known which of its.</summary>
    private (int Start, int Length, bool IsExact)? Written(Value value)
    {
        if (value.Opcode is not (Opcode.Store or Opcode.Copy or Opcode.Zero) || (value.Opcode == Opcode.Store && value.Access is { IsVolatile: true } or { Relocation: not null }))
            return null;
        (long displacement, long size) = value.Opcode == Opcode.Store ? (value.Immediate, value.Access.Size.Bytes()) : (0L, value.Immediate);
        MemoryLocation location = MemoryLocation.At(value.Arguments[0], displacement, size);
        if (location.Variable is not StackSlot slot || !_starts.TryGetValue(slot, out int start))
            return null;
        bool isExact = location.Base == location.Object && location.Offset >= 0 && location.End <= slot.Size;
        return isExact ? (start + (int)location.Offset, (int)size, true) : (start, slot.Size, false);
    }
}
