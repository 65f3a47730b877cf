namespace CsBpf.Compiler.Ir.Analysis;

/// <summary>A natural loop: the blocks from which control gets back to the header without leaving it.</summary>
/// <param name="header">The only way in.</param>
/// <param name="outer">The loop around it; null where there is none.</param>
internal sealed class Loop(BasicBlock header, Loop? outer)
{
    /// <summary>The only way in.</summary>
    public BasicBlock Header { get; } = header;

    /// <summary>The next loop around it; null where there is none.</summary>
    public Loop? Outer { get; } = outer;

    /// <summary>The blocks, inner loops' included.</summary>
    public HashSet<BasicBlock> Blocks { get; } = [header];
}

/// <summary>The natural loops of a function, and how deep each block stands in them.</summary>
internal sealed class Loops
{
    private readonly int[] _depths;
    private readonly Loop?[] _innermost;

    /// <summary>Finds the loops. <see cref="BasicBlock.Predecessors"/> must be filled.</summary>
    public Loops(Function function, DominatorTree dominators)
    {
        _depths = new int[function.BlockBound];
        _innermost = new Loop?[function.BlockBound];
        foreach (BasicBlock header in dominators.Order)
        {
            BasicBlock[] latches = [.. header.Predecessors.Where(block => dominators.IsReachable(block) && dominators.Dominates(header, block))];
            if (latches.Length == 0)
                continue;
            // Outer loops come first, so far that of the header is the one around.
            var loop = new Loop(header, _innermost[header.Id]);
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
            {
                _depths[block.Id]++;
                _innermost[block.Id] = loop;
            }
        }
    }

    /// <summary>The loops, outer ones first.</summary>
    public List<Loop> All { get; } = [];

    /// <summary>The number of loops around a block.</summary>
    public int DepthOf(BasicBlock block) => _depths[block.Id];

    /// <summary>True for a block of a loop that stands in none of the loops inside of it.</summary>
    public bool IsOwn(BasicBlock block, Loop loop) => _innermost[block.Id] == loop;
}
