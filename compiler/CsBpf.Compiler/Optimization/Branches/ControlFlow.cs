using CsBpf.Compiler.Ir;

namespace CsBpf.Compiler.Optimization.Branches;

/// <summary>Makes the graph of blocks smaller: decided branches, blocks that only jump, chains of blocks, ends that are alike.</summary>
internal static class ControlFlow
{
    public static void Run(Function function)
    {
        UnreachableBlocks.Run(function);
        bool changed = true;
        while (changed)
        {
            changed = false;
            foreach (BasicBlock block in function.Blocks)
                changed |= SimplifyBranch(block);
            if (changed)
                UnreachableBlocks.Run(function);
            changed |= ShareEnds(function);
            foreach (BasicBlock block in function.Blocks)
                changed |= SkipForwarder(function, block);
            UnreachableBlocks.Run(function);
            changed |= MergeChains(function);
        }
    }

    /// <summary>Decides a branch on a constant, and turns one on a negation around.</summary>
    private static bool SimplifyBranch(BasicBlock block)
    {
        if (block.Terminator != TerminatorKind.Branch)
            return false;
        Value condition = block.Control!;
        (BasicBlock whenTrue, BasicBlock whenFalse) = (block.Successors[0], block.Successors[1]);
        if (condition.IsConstant)
        {
            (BasicBlock taken, BasicBlock gone) = condition.Immediate != 0 ? (whenTrue, whenFalse) : (whenFalse, whenTrue);
            foreach (Value phi in gone.Phis)
                UnreachableBlocks.RemoveIncoming(phi, from => from == block);
            block.Jump(taken, block.TerminatorLocation);
            return true;
        }

        if (condition.Opcode == Opcode.Xor && condition.Arguments[1] is { IsConstant: true, Immediate: 1 })
        {
            block.Branch(condition.Arguments[0], whenFalse, whenTrue, block.TerminatorLocation);
            return true;
        }

        return false;
    }

    /// <summary>Keeps one of the empty blocks that end alike: faults, and returns of the same value or constant.</summary>
    private static bool ShareEnds(Function function)
    {
        var ends = new Dictionary<(TerminatorKind, Value?, long), BasicBlock>();
        bool changed = false;
        foreach (BasicBlock block in function.Blocks)
        {
            bool isConstant = block.Values is [{ IsConstant: true } only] && block.Control == only;
            if (block.Successors.Count > 0 || block == function.Entry || (block.Values.Count > 0 && !isConstant))
                continue;
            (TerminatorKind, Value?, long) end = isConstant ? (block.Terminator, null, block.Control!.Immediate) : (block.Terminator, block.Control, 0);
            if (ends.TryAdd(end, block))
                continue;
            foreach (BasicBlock predecessor in block.Predecessors)
                predecessor.ReplaceSuccessor(block, ends[end]);
            changed = true;
        }

        if (changed)
            UnreachableBlocks.Run(function);
        return changed;
    }

    /// <summary>Sends those that come to an empty block straight on to its successor.</summary>
    private static bool SkipForwarder(Function function, BasicBlock block)
    {
        if (block.Values.Count > 0 || block.Terminator != TerminatorKind.Jump || block == function.Entry || block.Successors[0] == block)
            return false;
        BasicBlock target = block.Successors[0];
        bool changed = false;
        foreach (BasicBlock predecessor in block.Predecessors.ToList())
        {
            // A block comes to another once: phis could not tell a second way apart, unless they take the same from both.
            bool isThere = target.Predecessors.Contains(predecessor);
            if (isThere && target.Phis.Any(phi => !IsSame(From(phi, predecessor), From(phi, block))))
                continue;
            foreach (Value phi in target.Phis)
            {
                if (isThere)
                    continue;
                phi.Incoming.Add(predecessor);
                phi.Arguments.Add(From(phi, block));
            }

            predecessor.ReplaceSuccessor(block, target);
            block.Predecessors.Remove(predecessor);
            if (!isThere)
                target.Predecessors.Add(predecessor);
            changed = true;
        }

        return changed;
    }

    /// <summary>Appends blocks to the only block that leads to them where that leads nowhere else.</summary>
    private static bool MergeChains(Function function)
    {
        var gone = new HashSet<BasicBlock>();
        var replacements = new Dictionary<Value, Value>();
        foreach (BasicBlock block in function.Blocks)
        {
            if (gone.Contains(block))
                continue;
            while (block.Terminator == TerminatorKind.Jump && block.Successors[0] is { Predecessors.Count: 1 } next && next != block && next != function.Entry)
            {
                Append(block, next, replacements);
                gone.Add(next);
            }
        }

        function.Blocks.RemoveAll(gone.Contains);
        function.Replace(replacements);
        return gone.Count > 0;
    }

    private static void Append(BasicBlock block, BasicBlock next, Dictionary<Value, Value> replacements)
    {
        foreach (Value value in next.Values)
        {
            if (value.Opcode == Opcode.Phi)
                replacements.Add(value, value.Arguments[0]);
            else
                block.Append(value);
        }

        block.EndAs(next);
        foreach (BasicBlock successor in block.Successors)
        {
            successor.Predecessors[successor.Predecessors.IndexOf(next)] = block;
            foreach (Value phi in successor.Phis)
                phi.Incoming[phi.Incoming.IndexOf(next)] = block;
        }
    }

    private static Value From(Value phi, BasicBlock block) => phi.Arguments[phi.Incoming.IndexOf(block)];

    private static bool IsSame(Value left, Value right) =>
        left == right || (left.IsConstant && right.IsConstant && left.Immediate == right.Immediate);
}
