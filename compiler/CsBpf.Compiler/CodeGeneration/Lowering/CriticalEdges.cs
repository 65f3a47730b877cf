using CsBpf.Compiler.Ir;

namespace CsBpf.Compiler.CodeGeneration.Lowering;

/// <summary>Puts a block on every edge from a branch to a block with phis, so that the copies of the phis have a place.</summary>
internal static class CriticalEdges
{
    /// <summary>Splits the critical edges of a function.</summary>
    public static void Split(Function function)
    {
        foreach (BasicBlock block in function.Blocks.ToList())
        {
            if (block.Terminator != TerminatorKind.Branch)
                continue;
            foreach (BasicBlock successor in block.Successors.ToList())
            {
                if (successor.Phis.Any())
                    function.SplitEdge(block, successor);
            }
        }
    }
}
