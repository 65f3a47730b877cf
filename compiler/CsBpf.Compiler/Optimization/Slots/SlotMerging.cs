using CsBpf.Compiler.Ir;
using CsBpf.Compiler.Ir.Analysis;
using CsBpf.Compiler.Optimization.Branches;
using CsBpf.Compiler.Optimization.Memory;

namespace CsBpf.Compiler.Optimization.Slots;

/// <summary>
/// Makes one slot of two where one is copied to the other as a whole and neither is written while what the other holds is wanted: what a method
/// returns is made where the caller wants it, and the copy goes.
/// </summary>
internal sealed class SlotMerging
{
    private readonly Function _function;
    private readonly Dictionary<StackSlot, int> _numbers = [];

    private SlotMerging(Function function)
    {
        _function = function;
        var classes = new MemoryClasses(function);
        List<Value> values = [.. function.Blocks.SelectMany(block => block.Values)];
        HashSet<StackSlot> compared = [.. values.Where(IsComparison).SelectMany(value => value.Arguments).Select(SlotOf).OfType<StackSlot>()];
        foreach (Value copy in values.Where(value => value.Opcode == Opcode.Copy))
        {
            foreach (StackSlot slot in copy.Arguments.Select(SlotOf).OfType<StackSlot>().Where(slot => classes.IsOwn(slot) && !compared.Contains(slot)))
                _numbers.TryAdd(slot, _numbers.Count);
        }
    }

    public static void Run(Function function)
    {
        UnreachableBlocks.Run(function);
        while (new SlotMerging(function).Merge())
        {
        }
    }

    private bool Merge()
    {
        List<Value> copies = [.. _function.Blocks.SelectMany(block => block.Values).Where(value => WholeCopy(value) is not null)];
        if (copies.Count == 0)
            return false;
        var conflicts = new bool[_numbers.Count, _numbers.Count];
        FindConflicts(conflicts);
        HashSet<StackSlot> merged = [];
        foreach (Value copy in copies)
        {
            // An earlier one may have made it a copy to itself.
            if (WholeCopy(copy) is not var (target, source))
                continue;
            (int to, int from) = (_numbers[target], _numbers[source]);
            if (merged.Contains(target) || merged.Contains(source) || conflicts[to, from] || conflicts[from, to])
                continue;
            merged.UnionWith([target, source]);
            Replace(source, target);
        }

        // What was copied is there already.
        foreach (BasicBlock block in _function.Blocks)
            block.Values.RemoveAll(value => value.Opcode == Opcode.Copy && SlotOf(value.Arguments[0]) is { } slot && merged.Contains(slot) && WholeCopyOfItself(value, slot));
        _function.Slots.RemoveAll(slot => merged.Contains(slot) && !IsUsed(slot));
        return merged.Count > 0;
    }

    private bool IsUsed(StackSlot slot) =>
        _function.Blocks.Exists(block => block.Values.Exists(value => value.Opcode == Opcode.SlotAddress && value.Slot == slot));

    private void Replace(StackSlot source, StackSlot target)
    {
        target.Align(source.Alignment);
        foreach (Value address in _function.Blocks.SelectMany(block => block.Values).Where(value => value.Opcode == Opcode.SlotAddress && value.Slot == source))
            address.Detail = target;
    }

    /// <summary>Which slot is written while what another holds is wanted: first the one that is written.</summary>
    private void FindConflicts(bool[,] conflicts)
    {
        var wantedAtStart = new ByteSet?[_function.BlockBound];
        List<BasicBlock> order = ReversePostorder.Of(_function);
        bool changed = true;
        while (changed)
        {
            changed = false;
            foreach (BasicBlock block in Enumerable.Reverse(order))
            {
                ByteSet wanted = WantedAtEnd(block);
                for (int i = block.Values.Count - 1; i >= 0; i--)
                    Pass(block.Values[i], wanted, conflicts);
                if (wantedAtStart[block.Id]?.Equals(wanted) == true)
                    continue;
                wantedAtStart[block.Id] = wanted;
                changed = true;
            }
        }

        ByteSet WantedAtEnd(BasicBlock block)
        {
            var wanted = new ByteSet(_numbers.Count);
            foreach (BasicBlock successor in block.Successors)
                wanted.UnionWith(wantedAtStart[successor.Id]);
            return wanted;
        }
    }

    /// <summary>Goes from after a value to before it. What is wanted only grows from round to round, and so do the conflicts.</summary>
    private void Pass(Value value, ByteSet wanted, bool[,] conflicts)
    {
        bool isCall = value.Opcode is Opcode.CallHelper or Opcode.CallKfunc;
        if ((isCall || value.Opcode is Opcode.Store or Opcode.Atomic or Opcode.Copy or Opcode.Zero) && value.Arguments.Count > 0)
        {
            foreach (Value address in isCall ? value.Arguments : [value.Arguments[0]])
            {
                if (NumberOf(address) is { } written)
                    AddConflicts(written, wanted, conflicts);
            }
        }

        if (value.Opcode is Opcode.Copy or Opcode.Zero && Whole(value.Arguments[0], value.Immediate) is { } overwritten)
            wanted.Remove(_numbers[overwritten], 1);
        IEnumerable<Value> read = value.Opcode switch
        {
            Opcode.Load or Opcode.Atomic => [value.Arguments[0]],
            Opcode.Copy => [value.Arguments[1]],
            _ => isCall ? value.Arguments : [],
        };
        foreach (int number in read.Select(NumberOf).OfType<int>())
            wanted.Add(number, 1);
    }

    // A copy is no exception: what is wanted behind it of its source is wanted apart from the target.
    private void AddConflicts(int written, ByteSet wanted, bool[,] conflicts)
    {
        for (int other = 0; other < _numbers.Count; other++)
            conflicts[written, other] |= other != written && wanted.ContainsAny(other, 1);
    }

    private int? NumberOf(Value address) => SlotOf(address) is { } slot && _numbers.TryGetValue(slot, out int number) ? number : null;

    private (StackSlot Target, StackSlot Source)? WholeCopy(Value value) => value.Opcode == Opcode.Copy
        && Whole(value.Arguments[0], value.Immediate) is { } target && Whole(value.Arguments[1], value.Immediate) is { } source && target != source
        ? (target, source)
        : null;

    private StackSlot? Whole(Value address, long size) =>
        MemoryLocation.At(address, 0, size) is { Variable: StackSlot slot } location && location.Base == location.Object && location.Offset == 0
            && size == slot.Size && _numbers.ContainsKey(slot)
            ? slot
            : null;

    private static bool WholeCopyOfItself(Value copy, StackSlot slot) =>
        copy.Immediate == slot.Size && copy.Arguments.All(address => MemoryLocation.At(address, 0, 0) is { Offset: 0 } location
            && location.Base == location.Object && location.Variable == (object)slot);

    private static StackSlot? SlotOf(Value address) => address.Type == IrType.Pointer ? MemoryLocation.At(address, 0, 0).Variable as StackSlot : null;

    private static bool IsComparison(Value value) => value.Type == IrType.Bool && value.Arguments.Count == 2 && value.Arguments[0].Type == IrType.Pointer;
}
