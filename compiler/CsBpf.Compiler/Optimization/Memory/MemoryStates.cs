using CsBpf.Compiler.Ir;
using CsBpf.Compiler.Ir.Analysis;

namespace CsBpf.Compiler.Optimization.Memory;

/// <summary>A state of a class of memory: what a value or the meeting of ways leaves.</summary>
/// <param name="number">The number among all states.</param>
/// <param name="changedBy">The value that changed the memory; null at the start of the function and where ways meet.</param>
/// <param name="previous">The state before.</param>
internal sealed class MemoryState(int number, Value? changedBy, MemoryState? previous)
{
    /// <summary>The number among all states.</summary>
    public int Number { get; } = number;

    /// <summary>The value that changed the memory; null at the start of the function and where ways meet.</summary>
    public Value? ChangedBy { get; } = changedBy;

    /// <summary>The state before.</summary>
    public MemoryState? Previous { get; } = previous;
}

/// <summary>The state that each class of memory is in, for a walk of the dominator tree: SSA of memory, phis included.</summary>
internal sealed class MemoryStates
{
    private readonly MemoryClasses _classes;
    private readonly MemoryState[] _current;
    private readonly List<int>?[] _meetings;
    private readonly Stack<(int Class, MemoryState Before)> _undo = [];
    private int _next;

    /// <summary>Finds where the ways of changes meet.</summary>
    public MemoryStates(Function function, DominatorTree dominators, MemoryClasses classes)
    {
        _classes = classes;
        _current = [.. Enumerable.Range(0, classes.Count).Select(_ => new MemoryState(_next++, null, null))];
        _meetings = new List<int>?[function.BlockBound];
        var changes = new HashSet<BasicBlock>?[classes.Count];
        foreach (BasicBlock block in dominators.Order)
        {
            foreach (int changed in block.Values.SelectMany(classes.ChangedBy))
                (changes[changed] ??= []).Add(block);
        }

        var frontiers = new DominanceFrontiers(function, dominators);
        for (int i = 0; i < changes.Length; i++)
        {
            foreach (BasicBlock meeting in changes[i] is { } blocks ? frontiers.Iterate(blocks, _ => true) : [])
                (_meetings[meeting.Id] ??= []).Add(i);
        }
    }

    /// <summary>How many changes there are to undo.</summary>
    public int Depth => _undo.Count;

    /// <summary>The state of a class where the walk is.</summary>
    public MemoryState Of(int memoryClass) => _current[memoryClass];

    /// <summary>Comes to the start of a block from its immediate dominator.</summary>
    public void Enter(BasicBlock block)
    {
        foreach (int met in _meetings[block.Id] ?? [])
            Set(met, new MemoryState(_next++, null, null));
    }

    /// <summary>Goes on after a value.</summary>
    public void Pass(Value value)
    {
        foreach (int changed in _classes.ChangedBy(value))
            Set(changed, new MemoryState(_next++, value, _current[changed]));
    }

    /// <summary>Goes back to where there were so many changes.</summary>
    public void Return(int depth)
    {
        while (_undo.Count > depth)
        {
            (int changed, MemoryState before) = _undo.Pop();
            _current[changed] = before;
        }
    }

    private void Set(int memoryClass, MemoryState state)
    {
        _undo.Push((memoryClass, _current[memoryClass]));
        _current[memoryClass] = state;
    }
}
