using CsBpf.Compiler.Ir;

namespace CsBpf.Compiler.Optimization.Branches;

/// <summary>A comparison in one of three forms: equal, signed less, unsigned less.</summary>
/// <param name="Opcode">Equal, LessSigned or LessUnsigned.</param>
/// <param name="Left">The left operand.</param>
/// <param name="Right">The right operand.</param>
internal readonly record struct Condition(Opcode Opcode, Value Left, Value Right)
{
    /// <summary>The comparison that a value is, and whether the value is its opposite; null for another value.</summary>
    public static (Condition Condition, bool IsOpposite)? Of(Value value) => value.Opcode switch
    {
        Opcode.Equal => (new(Opcode.Equal, value.Arguments[0], value.Arguments[1]), false),
        Opcode.NotEqual => (new(Opcode.Equal, value.Arguments[0], value.Arguments[1]), true),
        Opcode.LessSigned => (new(Opcode.LessSigned, value.Arguments[0], value.Arguments[1]), false),
        Opcode.LessOrEqualSigned => (new(Opcode.LessSigned, value.Arguments[1], value.Arguments[0]), true),
        Opcode.LessUnsigned => (new(Opcode.LessUnsigned, value.Arguments[0], value.Arguments[1]), false),
        Opcode.LessOrEqualUnsigned => (new(Opcode.LessUnsigned, value.Arguments[1], value.Arguments[0]), true),
        _ => null,
    };

    /// <summary>What follows from the comparison's outcome: itself, and what can't be or must be besides.</summary>
    public IEnumerable<(Condition Condition, bool Holds)> Implied(bool holds)
    {
        yield return (this, holds);
        if (!holds)
            yield break;
        Condition turned = this with { Left = Right, Right = Left };
        if (Opcode == Opcode.Equal)
        {
            foreach (Opcode less in (Opcode[])[Opcode.LessSigned, Opcode.LessUnsigned])
            {
                yield return (this with { Opcode = less }, false);
                yield return (turned with { Opcode = less }, false);
            }
        }
        else
        {
            yield return (turned, false);
            yield return (new Condition(Opcode.Equal, Left, Right).On(Left, Right), false);
        }
    }

    /// <summary>The same comparison of these operands. Equality has no order: they come by their numbers.</summary>
    public Condition On(Value left, Value right) => Opcode == Opcode.Equal && left.Id > right.Id ? new(Opcode, right, left) : new(Opcode, left, right);
}
