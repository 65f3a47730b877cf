namespace CsBpf.Compiler.Ir;

/// <summary>A function breaks a rule of the SSA form: a defect of the pass that made it so.</summary>
/// <param name="function">The function.</param>
/// <param name="block">The block, where there is one to name.</param>
/// <param name="value">The value, where there is one to name.</param>
/// <param name="problem">The rule that is broken.</param>
public sealed class IrValidationException(Function function, BasicBlock? block, Value? value, string problem)
    : Exception($"{function}{(block is null ? "" : $", {block}")}{(value is null ? "" : $", {IrPrinter.Print(value)}")}: {problem}")
{
    /// <summary>The function.</summary>
    public Function Function { get; } = function;

    /// <summary>The block, where there is one to name.</summary>
    public BasicBlock? Block { get; } = block;

    /// <summary>The value, where there is one to name.</summary>
    public Value? Value { get; } = value;

    /// <summary>The rule that is broken.</summary>
    public string Problem { get; } = problem;
}
