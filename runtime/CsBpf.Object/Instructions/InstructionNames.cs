namespace CsBpf.Object.Instructions;

/// <summary>Names that a printer may show instead of numbers. Each answer may be null, which leaves the number.</summary>
public class InstructionNames
{
    /// <summary>Names for nothing.</summary>
    public static InstructionNames None { get; } = new();

    /// <summary>The label of a jump's or a call's target.</summary>
    /// <param name="slot">The target, in slots from the start of the section.</param>
    public virtual string? Target(int slot) => null;

    /// <summary>The name of a helper.</summary>
    /// <param name="helper">Its number.</param>
    public virtual string? Helper(int helper) => null;

    /// <summary>What the instruction at <paramref name="slot"/> refers to: a map, a variable, a function, a kernel function.</summary>
    /// <param name="slot">The instruction, in slots from the start of the section.</param>
    public virtual string? Symbol(int slot) => null;
}
