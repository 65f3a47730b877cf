using CsBpf.Compiler.Ir;
using CsBpf.Compiler.Ir.Analysis;
using CsBpf.Compiler.Optimization.Ranges;

namespace CsBpf.Compiler.Optimization.Branches;

/// <summary>
/// Decides conditions by the branches on the way: a null check behind a null check, a bound inside a bound; and puts the number in the place of
/// what turned out equal to it.
/// </summary>
/// <remarks>
/// What is known is known of the very value that was compared. Nothing is concluded about what is computed from it, since the verifier would
/// not follow: its bounds stay with the register.
/// </remarks>
internal sealed class KnownConditions
{
    private readonly Function _function;
    private readonly DominatorTree _dominators;
    private readonly Dictionary<Condition, bool> _outcomes = [];
    private readonly Dictionary<Value, Value> _constants = [];
    private readonly Dictionary<(IrType, long), Value> _numbers = [];
    private readonly Dictionary<Value, NumberRange> _ranges = [];
    private readonly Stack<Action> _undo = [];
    private readonly Value?[] _bools = new Value?[2];

    private KnownConditions(Function function)
    {
        _function = function;
        _dominators = new DominatorTree(function);
    }

    public static void Run(Function function)
    {
        UnreachableBlocks.Run(function);
        new KnownConditions(function).Walk();
    }

    private void Walk()
    {
        var path = new Stack<(BasicBlock Block, int Child, int Depth)>();
        path.Push(Enter(_function.Entry));
        while (path.TryPop(out (BasicBlock Block, int Child, int Depth) step))
        {
            if (step.Child < _dominators.Children(step.Block).Count)
            {
                path.Push(step with { Child = step.Child + 1 });
                path.Push(Enter(_dominators.Children(step.Block)[step.Child]));
                continue;
            }

            while (_undo.Count > step.Depth)
                _undo.Pop()();
        }

        foreach (Value constant in _bools.OfType<Value>())
            _function.Entry.Insert(0, constant);
    }

    private (BasicBlock, int, int) Enter(BasicBlock block)
    {
        (BasicBlock, int, int) step = (block, 0, _undo.Count);
        if (block.Predecessors is [{ Terminator: TerminatorKind.Branch } branch])
            Learn(branch.Control!, branch.Successors[0] == block);
        foreach (Value value in block.Values.Where(value => value.Opcode != Opcode.Phi))
        {
            for (int i = 0; i < value.Arguments.Count; i++)
                value.Arguments[i] = Known(value.Arguments[i]);
            if (Decide(value) is { } outcome)
                Set(_constants, value, Bool(outcome));
        }

        if (block.Control is not null)
        {
            // What was compared elsewhere may be decided here.
            block.Control = Known(block.Control);
            if (Decide(block.Control) is { } outcome)
                block.Control = Bool(outcome);
        }

        foreach (BasicBlock successor in block.Successors)
            Leave(block, successor);
        return step;
    }

    /// <summary>Phis take what is known on the way to them; but what counts the rounds of a loop goes on counting, for its end to be seen.</summary>
    private void Leave(BasicBlock block, BasicBlock successor)
    {
        int depth = _undo.Count;
        if (block.Terminator == TerminatorKind.Branch)
            Learn(block.Control!, block.Successors[0] == successor);
        foreach (Value phi in successor.Phis)
        {
            int way = phi.Incoming.IndexOf(block);
            if (!phi.Arguments[way].Arguments.Contains(phi))
                phi.Arguments[way] = Known(phi.Arguments[way]);
        }

        while (_undo.Count > depth)
            _undo.Pop()();
    }

    /// <summary>Takes note of how a condition turned out.</summary>
    private void Learn(Value value, bool holds)
    {
        if (value.IsConstant)
            return;
        Set(_constants, value, Bool(holds));
        if (value is { Opcode: Opcode.And or Opcode.Or } && holds == (value.Opcode == Opcode.And))
        {
            Learn(value.Arguments[0], holds);
            Learn(value.Arguments[1], holds);
        }

        if (Condition.Of(value) is not var (condition, isOpposite))
            return;
        holds ^= isOpposite;
        foreach ((Condition implied, bool outcome) in Key(condition).Implied(holds))
            Set(_outcomes, implied, outcome);
        if (condition.Left.IsConstant != condition.Right.IsConstant)
            LearnNumber(condition, holds);
    }

    private void LearnNumber(Condition condition, bool holds)
    {
        bool isLeft = condition.Left.IsConstant;
        (Value constant, Value value) = isLeft ? (condition.Left, condition.Right) : (condition.Right, condition.Left);
        if (condition.Opcode == Opcode.Equal && holds)
            Set(_constants, value, constant);
        if (value.Type is not (IrType.I32 or IrType.I64))
            return;
        NumberRange number = NumberRange.Of(constant.Immediate, value.Type);
        Set(_ranges, value, isLeft
            ? RangeOf(value).Right(condition.Opcode, number, value.Type, holds)
            : RangeOf(value).Left(condition.Opcode, number, value.Type, holds));
    }

    /// <summary>How a comparison turns out by what is known.</summary>
    private bool? Decide(Value value)
    {
        if (Condition.Of(value) is not var (condition, isOpposite))
            return null;
        if (_outcomes.TryGetValue(Key(condition), out bool holds))
            return holds ^ isOpposite;
        if (condition.Left.IsConstant == condition.Right.IsConstant)
            return null;
        bool isLeft = condition.Left.IsConstant;
        (Value constant, Value other) = isLeft ? (condition.Left, condition.Right) : (condition.Right, condition.Left);
        if (other.Type is not (IrType.I32 or IrType.I64))
            return null;
        NumberRange number = NumberRange.Of(constant.Immediate, other.Type);
        return (isLeft ? number.Decide(condition.Opcode, RangeOf(other)) : RangeOf(other).Decide(condition.Opcode, number)) ^ isOpposite;
    }

    /// <summary>The comparison with one value for all constants of a number.</summary>
    private Condition Key(Condition condition)
    {
        return condition.On(Number(condition.Left), Number(condition.Right));

        Value Number(Value value)
        {
            if (value.IsConstant && !_numbers.TryAdd((value.Type, value.Immediate), value))
                return _numbers[(value.Type, value.Immediate)];
            return value;
        }
    }

    private NumberRange RangeOf(Value value) => _ranges.TryGetValue(value, out NumberRange range) ? range : NumberRange.Of(value);

    private Value Known(Value value) => _constants.GetValueOrDefault(value, value);

    private Value Bool(bool value) => _bools[value ? 1 : 0] ??= _function.NewConstant(IrType.Bool, value ? 1 : 0, default);

    private void Set<TKey, TValue>(Dictionary<TKey, TValue> table, TKey key, TValue value)
        where TKey : notnull
    {
        bool wasThere = table.TryGetValue(key, out TValue? before);
        table[key] = value;
        _undo.Push(() =>
        {
            if (wasThere)
                table[key] = before!;
            else
                table.Remove(key);
        });
    }
}
