namespace CsBpf.Compiler.Ir.Analysis;

/// <summary>The blocks that control reaches, each after those that lead to it, but for the back edges of loops.</summary>
internal static class ReversePostorder
{
    /// <summary>The reachable blocks in reverse postorder; the entry first.</summary>
    public static List<BasicBlock> Of(Function function)
    {
        var seen = new bool[function.BlockBound];
        var order = new List<BasicBlock>(function.Blocks.Count);
        var path = new Stack<(BasicBlock Block, int Next)>();
        seen[function.Entry.Id] = true;
        path.Push((function.Entry, 0));
        while (path.TryPop(out (BasicBlock Block, int Next) step))
        {
            // The last successor first: the first then stands right after its block, as in the C#.
            int index = step.Block.Successors.Count - 1 - step.Next;
            if (index < 0)
            {
                order.Add(step.Block);
                continue;
            }

            path.Push((step.Block, step.Next + 1));
            BasicBlock successor = step.Block.Successors[index];
            if (!seen[successor.Id])
            {
                seen[successor.Id] = true;
                path.Push((successor, 0));
            }
        }

        order.Reverse();
        return order;
    }
}
