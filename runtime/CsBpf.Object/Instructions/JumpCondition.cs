namespace CsBpf.Object.Instructions;

/// <summary>The condition of a jump; the value is the high four bits of the opcode.</summary>
public enum JumpCondition : byte
{
    /// <summary><c>==</c>.</summary>
    Equal = 0x10,

    /// <summary><c>&gt;</c>, unsigned.</summary>
    Greater = 0x20,

    /// <summary><c>&gt;=</c>, unsigned.</summary>
    GreaterOrEqual = 0x30,

    /// <summary><c>&amp;</c>: the operands have a set bit in common.</summary>
    Set = 0x40,

    /// <summary><c>!=</c>.</summary>
    NotEqual = 0x50,

    /// <summary><c>s&gt;</c>.</summary>
    SignedGreater = 0x60,

    /// <summary><c>s&gt;=</c>.</summary>
    SignedGreaterOrEqual = 0x70,

    /// <summary><c>&lt;</c>, unsigned (ISA v2).</summary>
    Less = 0xa0,

    /// <summary><c>&lt;=</c>, unsigned (ISA v2).</summary>
    LessOrEqual = 0xb0,

    /// <summary><c>s&lt;</c> (ISA v2).</summary>
    SignedLess = 0xc0,

    /// <summary><c>s&lt;=</c> (ISA v2).</summary>
    SignedLessOrEqual = 0xd0,
}

/// <summary>What follows from a <see cref="JumpCondition"/>.</summary>
public static class JumpConditionExtensions
{
    /// <summary>The condition that holds exactly when this one does not; <see cref="JumpCondition.Set"/> has none.</summary>
    public static JumpCondition? Negate(this JumpCondition condition) => condition switch
    {
        JumpCondition.Equal => JumpCondition.NotEqual,
        JumpCondition.NotEqual => JumpCondition.Equal,
        JumpCondition.Greater => JumpCondition.LessOrEqual,
        JumpCondition.LessOrEqual => JumpCondition.Greater,
        JumpCondition.GreaterOrEqual => JumpCondition.Less,
        JumpCondition.Less => JumpCondition.GreaterOrEqual,
        JumpCondition.SignedGreater => JumpCondition.SignedLessOrEqual,
        JumpCondition.SignedLessOrEqual => JumpCondition.SignedGreater,
        JumpCondition.SignedGreaterOrEqual => JumpCondition.SignedLess,
        JumpCondition.SignedLess => JumpCondition.SignedGreaterOrEqual,
        _ => null,
    };

    /// <summary>The condition that holds for (b, a) exactly when this one holds for (a, b).</summary>
    public static JumpCondition SwapOperands(this JumpCondition condition) => condition switch
    {
        JumpCondition.Greater => JumpCondition.Less,
        JumpCondition.Less => JumpCondition.Greater,
        JumpCondition.GreaterOrEqual => JumpCondition.LessOrEqual,
        JumpCondition.LessOrEqual => JumpCondition.GreaterOrEqual,
        JumpCondition.SignedGreater => JumpCondition.SignedLess,
        JumpCondition.SignedLess => JumpCondition.SignedGreater,
        JumpCondition.SignedGreaterOrEqual => JumpCondition.SignedLessOrEqual,
        JumpCondition.SignedLessOrEqual => JumpCondition.SignedGreaterOrEqual,
        _ => condition,
    };
}
