using CsBpf.Compiler.Ir;
using CsBpf.Compiler.Ir.Analysis;

namespace CsBpf.Compiler.Optimization.Branches;

/// <summary>Removes the blocks that control doesn't reach, and what phis take from them.</summary>
internal static class UnreachableBlocks
{
    public static void Run(Function function)
    {
        HashSet<BasicBlock> reachable = [.. ReversePostorder.Of(function)];
        if (reachable.Count < function.Blocks.Count)
        {
            function.Blocks.RemoveAll(block => !reachable.Contains(block));
            foreach (BasicBlock block in function.Blocks)
            {
                foreach (Value phi in block.Phis)
                    RemoveIncoming(phi, from => !reachable.Contains(from));
            }
        }

        function.FillPredecessors();
    }

    /// <summary>Removes what a phi takes from some blocks.</summary>
    public static void RemoveIncoming(Value phi, Predicate<BasicBlock> isGone)
    {
        for (int i = phi.Incoming.Count - 1; i >= 0; i--)
        {
            if (!isGone(phi.Incoming[i]))
                continue;
            phi.Incoming.RemoveAt(i);
            phi.Arguments.RemoveAt(i);
        }
    }
}
