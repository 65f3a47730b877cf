using CsBpf.Compiler.Ir;
using CsBpf.Compiler.Optimization.Branches;

namespace CsBpf.Compiler.Optimization.Ranges;

/// <summary>Which of two values is the lesser, by the comparisons on the way.</summary>
/// <param name="rangeOf">The range of a value at the place where it is asked for.</param>
internal sealed class Relations(Func<Value, NumberRange> rangeOf)
{
    private readonly Dictionary<Condition, bool> _outcomes = [];
    private readonly Stack<Condition> _undo = [];

    /// <summary>How many outcomes are known.</summary>
    public int Depth => _undo.Count;

    /// <summary>Takes note of how a comparison turned out.</summary>
    public void Learn(Condition condition, bool holds)
    {
        if (condition.Left.IsConstant || condition.Right.IsConstant)
            return;
        foreach ((Condition implied, bool outcome) in Key(condition).Implied(holds))
        {
            if (_outcomes.TryAdd(implied, outcome))
                _undo.Push(implied);
        }
    }

    /// <summary>Forgets what came behind a depth.</summary>
    public void Return(int depth)
    {
        while (_undo.Count > depth)
            _outcomes.Remove(_undo.Pop());
    }

    /// <summary>How a comparison turns out; null where it is not known.</summary>
    public bool? Decide(Condition condition) => _outcomes.TryGetValue(Key(condition), out bool holds) ? holds : null;

    /// <summary>Numbers that are not negative are compared alike, whatever their width.</summary>
    private Condition Key(Condition condition) =>
        condition.Opcode != Opcode.Equal && IsNonNegative(condition.Left) && IsNonNegative(condition.Right)
            ? new(Opcode.LessUnsigned, Number(condition.Left), Number(condition.Right))
            : condition.On(condition.Left, condition.Right);

    private bool IsNonNegative(Value value) => rangeOf(value).SignedMinimum >= 0;

    private Value Number(Value value)
    {
        while (value switch
        {
            { Opcode: Opcode.ZeroExtend or Opcode.SignExtend, Immediate: 32 } => value.Arguments[0].Type == IrType.I32 && IsNonNegative(value.Arguments[0]),
            { Opcode: Opcode.Truncate } => rangeOf(value.Arguments[0]).Maximum <= int.MaxValue,
            _ => false,
        })
        {
            value = value.Arguments[0];
        }

        return value;
    }
}
