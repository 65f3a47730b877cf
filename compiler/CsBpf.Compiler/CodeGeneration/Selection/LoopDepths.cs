using CsBpf.Compiler.Ir;

namespace CsBpf.Compiler.CodeGeneration.Selection;

/// <summary>How many loops each block of a function is in: what the register allocator takes for how often it runs.</summary>
internal static class LoopDepths
{
    /// <summary>The depth of each block; 0 outside of loops.</summary>
    public static Dictionary<BasicBlock, int> Find(Function function)
    {
        function.FillPredecessors();
        Dictionary<BasicBlock, int> depths = function.Blocks.ToDictionary(block => block, _ => 0);
        foreach (IGrouping<BasicBlock, BasicBlock> loop in BackEdges(function).GroupBy(edge => edge.Header, edge => edge.Latch))
        {
            foreach (BasicBlock block in Body(loop.Key, loop))
                depths[block]++;
        }

        return depths;
    }

    /// <summary>The edges that lead back to a block that is being visited.</summary>
    private static List<(BasicBlock Latch, BasicBlock Header)> BackEdges(Function function)
    {
        List<(BasicBlock, BasicBlock)> edges = [];
        HashSet<BasicBlock> visited = [function.Entry];
        HashSet<BasicBlock> open = [function.Entry];
        Stack<(BasicBlock Block, int Next)> path = new([(function.Entry, 0)]);
        while (path.TryPop(out (BasicBlock Block, int Next) step))
        {
            if (step.Next == step.Block.Successors.Count)
            {
                open.Remove(step.Block);
                continue;
            }

            path.Push((step.Block, step.Next + 1));
            BasicBlock successor = step.Block.Successors[step.Next];
            if (open.Contains(successor))
            {
                edges.Add((step.Block, successor));
            }
            else if (visited.Add(successor))
            {
                open.Add(successor);
                path.Push((successor, 0));
            }
        }

        return edges;
    }

    private static HashSet<BasicBlock> Body(BasicBlock header, IEnumerable<BasicBlock> latches)
    {
        HashSet<BasicBlock> body = [header];
        Stack<BasicBlock> pending = new(latches);
        while (pending.TryPop(out BasicBlock? block))
        {
            if (!body.Add(block))
                continue;
            foreach (BasicBlock predecessor in block.Predecessors)
                pending.Push(predecessor);
        }

        return body;
    }
}
