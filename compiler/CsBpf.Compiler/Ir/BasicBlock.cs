namespace CsBpf.Compiler.Ir;

/// <summary>How a block ends.</summary>
public enum TerminatorKind
{
    /// <summary>Goes on at the only successor.</summary>
    Jump,

    /// <summary>Goes on at the first successor where <see cref="BasicBlock.Control"/> (a Bool) is true, else at the second.</summary>
    Branch,

    /// <summary>Leaves the function with <see cref="BasicBlock.Control"/>, or nothing.</summary>
    Return,

    /// <summary>
    /// Leaves the function and its callers, up to the one that asks by <see cref="Opcode.Faulted"/>, or the whole program with its fault
    /// value. Inlined, it goes where that caller goes on.
    /// </summary>
    Fault,

    /// <summary>Can't be reached.</summary>
    Unreachable,
}

/// <summary>A straight line of values, phis first, and its end.</summary>
/// <param name="id">The number in the function, for the text form.</param>
public sealed class BasicBlock(int id)
{
    /// <summary>The number in the function.</summary>
    public int Id { get; } = id;

    /// <summary>The values in order, phis first. Add and remove through the methods, which keep <see cref="Value.Block"/>.</summary>
    public List<Value> Values { get; } = [];

    /// <summary>How the block ends.</summary>
    public TerminatorKind Terminator { get; private set; } = TerminatorKind.Unreachable;

    /// <summary>The condition of a branch, the result of a return.</summary>
    public Value? Control { get; set; }

    /// <summary>The C# that the end comes from.</summary>
    public SourceLocation TerminatorLocation { get; set; }

    /// <summary>Where control goes: 0, 1 or 2 blocks.</summary>
    public List<BasicBlock> Successors { get; } = [];

    /// <summary>Where control comes from. Filled by <see cref="Function.FillPredecessors"/>; each block once.</summary>
    public List<BasicBlock> Predecessors { get; } = [];

    /// <summary>The phis at the start.</summary>
    public IEnumerable<Value> Phis => Values.TakeWhile(value => value.Opcode == Opcode.Phi);

    /// <summary>Ends the block with a jump.</summary>
    public void Jump(BasicBlock target, SourceLocation location) => End(TerminatorKind.Jump, null, location, target);

    /// <summary>Ends the block with a branch; with a jump where both ways lead to the same block.</summary>
    public void Branch(Value condition, BasicBlock whenTrue, BasicBlock whenFalse, SourceLocation location)
    {
        if (whenTrue == whenFalse)
            Jump(whenTrue, location);
        else
            End(TerminatorKind.Branch, condition, location, whenTrue, whenFalse);
    }

    /// <summary>Ends the block with a return.</summary>
    public void Return(Value? result, SourceLocation location) => End(TerminatorKind.Return, result, location);

    /// <summary>Ends the block with the program's fault exit.</summary>
    public void Fault(SourceLocation location) => End(TerminatorKind.Fault, null, location);

    /// <summary>Ends the block where control can't get.</summary>
    public void Unreachable() => End(TerminatorKind.Unreachable, null, default);

    /// <summary>Ends the block as another ends. What phis of the successors say about it is the caller's.</summary>
    public void EndAs(BasicBlock other) => End(other.Terminator, other.Control, other.TerminatorLocation, [.. other.Successors]);

    /// <summary>Sends an edge elsewhere. Phis on both sides are the caller's.</summary>
    public void ReplaceSuccessor(BasicBlock old, BasicBlock replacement)
    {
        for (int i = 0; i < Successors.Count; i++)
        {
            if (Successors[i] == old)
                Successors[i] = replacement;
        }

        if (Successors is [var first, var second] && first == second)
            Jump(first, TerminatorLocation);
    }

    /// <summary>Adds a value at the end.</summary>
    public Value Append(Value value) => Insert(Values.Count, value);

    /// <summary>Adds a value at an index.</summary>
    public Value Insert(int index, Value value)
    {
        value.Block = this;
        Values.Insert(index, value);
        return value;
    }

    /// <inheritdoc/>
    public override string ToString() => $"b{Id}";

    private void End(TerminatorKind kind, Value? control, SourceLocation location, params ReadOnlySpan<BasicBlock> successors)
    {
        Terminator = kind;
        Control = control;
        TerminatorLocation = location;
        Successors.Clear();
        Successors.AddRange(successors);
    }
}
