namespace CsBpf.Compiler.Ir.Analysis;

/// <summary>A natural loop: the blocks from which control gets back to the header without leaving it.</summary>
/// <param name="Header">The only way in.</param>
/// <param name="Blocks">The blocks, inner loops' included.</param>
internal sealed record Loop(BasicBlock Header, HashSet<BasicBlock> Blocks);

/// <summary>The natural loops of a function, and how deep each block stands in them.</summary>
internal sealed class Loops
{
    private readonly int[] _depths;

    /// <summary>Finds the loops. <see cref="BasicBlock.Predecessors"/> must be filled.</summary>
    public Loops(Function function, DominatorTree dominators)
    {
        _depths = new int[function.BlockBound];
        foreach (BasicBlock header in dominators.Order)
        {
            BasicBlock[] latches = [.. header.Predecessors.Where(block => dominators.IsReachable(block) && dominators.Dominates(header, block))];
            if (latches.Length == 0)
                continue;
            var loop = new Loop(header, [header]);
            var work = new Stack<BasicBlock>(latches);
            while (work.TryPop(out BasicBlock? block))
            {
                if (!loop.Blocks.Add(block))
                    continue;
                foreach (BasicBlock predecessor in block.Predecessors.Where(dominators.IsReachable))
                    work.Push(predecessor);
            }

            All.Add(loop);
            foreach (BasicBlock block in loop.Blocks)
                _depths[block.Id]++;
        }
    }

    /// <summary>The loops, outer ones first.</summary>
    public List<Loop> All { get; } = [];

    /// <summary>The number of loops around a block.</summary>
    public int DepthOf(BasicBlock block) => _depths[block.Id];
}
