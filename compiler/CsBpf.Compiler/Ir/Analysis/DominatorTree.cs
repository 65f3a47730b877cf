namespace CsBpf.Compiler.Ir.Analysis;

/// <summary>Which blocks stand on every way to a block. After Cooper, Harvey, Kennedy: A Simple, Fast Dominance Algorithm.</summary>
internal sealed class DominatorTree
{
    private const int Unreachable = -1;

    private readonly int[] _indices;
    private readonly int[] _parents;
    private readonly List<BasicBlock>[] _children;
    private readonly (int First, int Last)[] _intervals;

    /// <summary>Builds the tree. <see cref="BasicBlock.Predecessors"/> must be filled.</summary>
    public DominatorTree(Function function)
    {
        Order = ReversePostorder.Of(function);
        _indices = new int[function.BlockBound];
        Array.Fill(_indices, Unreachable);
        for (int i = 0; i < Order.Count; i++)
            _indices[Order[i].Id] = i;
        _parents = FindParents();
        _children = [.. Order.Select(_ => new List<BasicBlock>())];
        for (int i = 1; i < Order.Count; i++)
            _children[_parents[i]].Add(Order[i]);
        _intervals = new (int, int)[Order.Count];
        NumberIntervals();
    }

    /// <summary>The reachable blocks in reverse postorder.</summary>
    public List<BasicBlock> Order { get; }

    /// <summary>True where control may get to a block.</summary>
    public bool IsReachable(BasicBlock block) => _indices[block.Id] != Unreachable;

    /// <summary>The place of a reachable block in <see cref="Order"/>.</summary>
    public int IndexOf(BasicBlock block) => _indices[block.Id];

    /// <summary>The closest block that stands on every way to a block; null for the entry and for blocks that control doesn't reach.</summary>
    public BasicBlock? ImmediateDominator(BasicBlock block) => _indices[block.Id] is > 0 and int index ? Order[_parents[index]] : null;

    /// <summary>The blocks whose immediate dominator a reachable block is, in reverse postorder.</summary>
    public IReadOnlyList<BasicBlock> Children(BasicBlock block) => _children[_indices[block.Id]];

    /// <summary>True where every way to <paramref name="block"/> leads through <paramref name="dominator"/>, itself included. Both are reachable.</summary>
    public bool Dominates(BasicBlock dominator, BasicBlock block)
    {
        (int first, int last) = _intervals[_indices[dominator.Id]];
        int place = _intervals[_indices[block.Id]].First;
        return first <= place && place <= last;
    }

    /// <summary>The blocks from a block's immediate dominator up to the entry.</summary>
    public IEnumerable<BasicBlock> StrictDominators(BasicBlock block)
    {
        for (BasicBlock? above = ImmediateDominator(block); above is not null; above = ImmediateDominator(above))
            yield return above;
    }

    private int[] FindParents()
    {
        var parents = new int[Order.Count];
        Array.Fill(parents, Unreachable);
        parents[0] = 0;
        bool changed = true;
        while (changed)
        {
            changed = false;
            for (int i = 1; i < Order.Count; i++)
            {
                int parent = Unreachable;
                foreach (BasicBlock predecessor in Order[i].Predecessors)
                {
                    int index = _indices[predecessor.Id];
                    if (index != Unreachable && parents[index] != Unreachable)
                        parent = parent == Unreachable ? index : Intersect(parents, parent, index);
                }

                changed |= parents[i] != parent;
                parents[i] = parent;
            }
        }

        return parents;
    }

    private static int Intersect(int[] parents, int left, int right)
    {
        while (left != right)
        {
            while (left > right)
                left = parents[left];
            while (right > left)
                right = parents[right];
        }

        return left;
    }

    /// <summary>Numbers the tree in preorder; a subtree is the interval from its root's number to its last descendant's.</summary>
    private void NumberIntervals()
    {
        var path = new Stack<(int Index, int Child)>();
        int number = 0;
        path.Push((0, 0));
        while (path.TryPop(out (int Index, int Child) step))
        {
            if (step.Child == 0)
                _intervals[step.Index].First = number++;
            if (step.Child < _children[step.Index].Count)
            {
                path.Push((step.Index, step.Child + 1));
                path.Push((_indices[_children[step.Index][step.Child].Id], 0));
            }
            else
            {
                _intervals[step.Index].Last = number - 1;
            }
        }
    }
}
