using CsBpf.Compiler.CodeGeneration.Machine;

namespace CsBpf.Compiler.CodeGeneration.Layout;

/// <summary>Removes the jumps that lead to jumps, and joins what follows in a straight line.</summary>
internal static class ControlFlow
{
    /// <summary>Simplifies the control flow of a function.</summary>
    public static void Simplify(MachineFunction function)
    {
        foreach (MachineBlock block in function.Blocks)
            SkipEmpty(block);
        RemoveUnreachable(function);
        Join(function);
    }

    /// <summary>Removes the blocks that control never gets to.</summary>
    public static void RemoveUnreachable(MachineFunction function)
    {
        HashSet<MachineBlock> reached = [function.Blocks[0]];
        Stack<MachineBlock> pending = new(reached);
        while (pending.TryPop(out MachineBlock? block))
        {
            foreach (MachineBlock successor in block.Successors)
            {
                if (reached.Add(successor))
                    pending.Push(successor);
            }
        }

        function.Blocks.RemoveAll(block => !reached.Contains(block));
    }

    private static void SkipEmpty(MachineBlock block)
    {
        for (int i = 0; i < block.Successors.Count; i++)
        {
            HashSet<MachineBlock> passed = [];
            while (block.Successors[i] is { Instructions: [], Successors: [var next] } empty && passed.Add(empty))
                block.Successors[i] = next;
        }

        if (block.Successors is [var whenTrue, var whenFalse] && whenTrue == whenFalse)
        {
            block.Instructions.RemoveAt(block.Instructions.Count - 1);
            block.Successors.RemoveAt(1);
        }
    }

    private static void Join(MachineFunction function)
    {
        Dictionary<MachineBlock, List<MachineBlock>> predecessors = function.Predecessors();
        HashSet<MachineBlock> joined = [];
        foreach (MachineBlock block in function.Blocks)
        {
            if (joined.Contains(block))
                continue;
            while (block.Successors is [var next] && predecessors[next].Count == 1 && next != block && next != function.Blocks[0])
            {
                block.Instructions.AddRange(next.Instructions);
                block.Successors.Clear();
                block.Successors.AddRange(next.Successors);
                block.LoopDepth = Math.Max(block.LoopDepth, next.LoopDepth);
                joined.Add(next);
            }
        }

        function.Blocks.RemoveAll(joined.Contains);
    }
}
