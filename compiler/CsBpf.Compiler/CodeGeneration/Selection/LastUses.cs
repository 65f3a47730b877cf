using CsBpf.Compiler.Ir;

namespace CsBpf.Compiler.CodeGeneration.Selection;

/// <summary>
/// Where values are used for the last time: there the result of an operation can take the register of the operand over. The operands of a
/// comparison count as used where a branch or selection asks it.
/// </summary>
internal sealed class LastUses
{
    private readonly ValueUses _uses;
    private readonly Dictionary<BasicBlock, HashSet<Value>> _liveIn = [];
    private readonly HashSet<(Value Operand, Value User)> _last = [];

    /// <summary>Finds the last uses in a function.</summary>
    public LastUses(Function function, ValueUses uses)
    {
        _uses = uses;
        foreach (BasicBlock block in function.Blocks)
            _liveIn[block] = [];
        bool changed = true;
        while (changed)
        {
            changed = false;
            for (int i = function.Blocks.Count - 1; i >= 0; i--)
                changed |= Visit(function.Blocks[i], collect: false);
        }

        function.Blocks.ForEach(block => Visit(block, collect: true));
    }

    /// <summary>Whether an operand is not needed any more after one of its users.</summary>
    public bool IsLast(Value operand, Value user) => _last.Contains((operand, user));

    private bool Visit(BasicBlock block, bool collect)
    {
        HashSet<Value> live = LiveOut(block);
        if (block.Control is not null)
            live.UnionWith(OperandsBehind(block.Control));
        for (int i = block.Values.Count - 1; i >= 0; i--)
        {
            Value value = block.Values[i];
            live.Remove(value);
            if (value.Opcode == Opcode.Phi || _uses.IsFused(value))
                continue;
            List<Value> operands = [.. value.Arguments.SelectMany(OperandsBehind)];
            if (collect)
                _last.UnionWith(operands.Where(operand => !live.Contains(operand)).Select(operand => (operand, value)));
            live.UnionWith(operands);
        }

        int count = _liveIn[block].Count;
        _liveIn[block] = live;
        return live.Count != count;
    }

    private HashSet<Value> LiveOut(BasicBlock block)
    {
        HashSet<Value> live = [];
        foreach (BasicBlock successor in block.Successors)
        {
            live.UnionWith(_liveIn[successor]);
            foreach (Value phi in successor.Phis)
            {
                for (int i = 0; i < phi.Incoming.Count; i++)
                {
                    if (phi.Incoming[i] == block)
                        live.Add(phi.Arguments[i]);
                }
            }
        }

        return live;
    }

    /// <summary>What is in registers when a value is used: itself, or the operands of the comparison that it is.</summary>
    private IEnumerable<Value> OperandsBehind(Value value) =>
        _uses.IsFused(value) ? value.Arguments.SelectMany(OperandsBehind) : [value];
}
