using CsBpf.Compiler.Ir;
using CsBpf.Compiler.Optimization.Branches;

namespace CsBpf.Compiler.Optimization.Budgets;

/// <summary>
/// Where a loop compares what it counts with a limit, and neither starts from nor ends at a constant. Verifiers before Linux 6.8 learn nothing from
/// a comparison of two numbers that they don't know: they need one with a constant besides.
/// </summary>
/// <param name="Header">The first block of the loop.</param>
/// <param name="Control">What the branch asks: the comparison, or its opposite.</param>
/// <param name="Comparison">What the loop compares.</param>
/// <param name="IsLeft">True where what is counted is the left operand.</param>
/// <param name="GoesOn">Whether the loop goes on where the comparison holds, or where it does not.</param>
/// <param name="Constant">The number that the limit is at most, or at least where the loop counts down.</param>
internal sealed record VariableLimit(BasicBlock Header, Value Control, Condition Comparison, bool IsLeft, bool GoesOn, long Constant)
{
    /// <summary>Compares with the constant first.</summary>
    public void Show(Function function)
    {
        if (function.Blocks.Find(block => block.Terminator == TerminatorKind.Branch && block.Control == Control) is not { } block)
            return;
        BasicBlock comparing = function.SplitBlock(block, block.Values.IndexOf(Control) is >= 0 and var index ? index : block.Values.Count);
        SourceLocation location = comparing.TerminatorLocation;
        Value constant = block.Append(function.NewConstant(Comparison.Left.Type, Constant, location));
        Value[] compared = IsLeft ? [Comparison.Left, constant] : [constant, Comparison.Right];
        Value visible = block.Append(function.NewValue(Comparison.Opcode, IrType.Bool, location, compared));
        BasicBlock exit = comparing.Successors[GoesOn != Condition.Of(Control)!.Value.IsOpposite ? 1 : 0];
        block.Branch(visible, GoesOn ? comparing : exit, GoesOn ? exit : comparing, location);
        foreach (Value phi in exit.Phis)
        {
            phi.Arguments.Add(phi.Arguments[phi.Incoming.IndexOf(comparing)]);
            phi.Incoming.Add(block);
        }
    }
}
