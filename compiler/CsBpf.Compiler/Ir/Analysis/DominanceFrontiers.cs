namespace CsBpf.Compiler.Ir.Analysis;

/// <summary>Where what a block defines meets what other ways bring: where phis are due.</summary>
internal sealed class DominanceFrontiers
{
    private readonly List<BasicBlock>?[] _frontiers;

    /// <summary>Finds the frontier of every reachable block. <see cref="BasicBlock.Predecessors"/> must be filled.</summary>
    public DominanceFrontiers(Function function, DominatorTree dominators)
    {
        _frontiers = new List<BasicBlock>?[function.BlockBound];
        foreach (BasicBlock block in dominators.Order)
        {
            if (block.Predecessors.Count < 2)
                continue;
            BasicBlock? parent = dominators.ImmediateDominator(block);
            foreach (BasicBlock predecessor in block.Predecessors.Where(dominators.IsReachable))
            {
                for (BasicBlock? runner = predecessor; runner is not null && runner != parent; runner = dominators.ImmediateDominator(runner))
                {
                    List<BasicBlock> frontier = _frontiers[runner.Id] ??= [];
                    if (frontier.Count == 0 || frontier[^1] != block)
                        frontier.Add(block);
                }
            }
        }
    }

    /// <summary>The frontier of a block.</summary>
    public IReadOnlyList<BasicBlock> Of(BasicBlock block) => _frontiers[block.Id] ?? [];

    /// <summary>The blocks where something that is defined in several blocks needs a phi: the frontiers of the blocks, of those, and so on.</summary>
    /// <param name="definitions">The blocks that define it.</param>
    /// <param name="isWanted">Whether a phi in a block is of use.</param>
    public HashSet<BasicBlock> Iterate(IEnumerable<BasicBlock> definitions, Func<BasicBlock, bool> isWanted)
    {
        var found = new HashSet<BasicBlock>();
        var work = new Stack<BasicBlock>(definitions);
        while (work.TryPop(out BasicBlock? block))
        {
            foreach (BasicBlock frontier in Of(block))
            {
                if (isWanted(frontier) && found.Add(frontier))
                    work.Push(frontier);
            }
        }

        return found;
    }
}
