using CsBpf.Compiler.Ir;
using CsBpf.Compiler.Ir.Analysis;

namespace CsBpf.Compiler.CodeGeneration.Lowering;

/// <summary>Makes of a branch on <c>x &amp; y</c> or <c>x | y</c> a branch on each: a comparison is a jump, but several instructions as 0 or 1.</summary>
internal static class ConditionSplitting
{
    /// <summary>Splits the conditions of a function.</summary>
    public static void Run(Function function)
    {
        var uses = new Uses(function);
        for (int i = 0; i < function.Blocks.Count; i++)
        {
            BasicBlock block = function.Blocks[i];
            while (block is { Terminator: TerminatorKind.Branch, Control: { Opcode: Opcode.And or Opcode.Or } condition } && !uses.Users(condition).Any())
                Split(function, block, condition);
        }
    }

    private static void Split(Function function, BasicBlock block, Value condition)
    {
        (Value first, Value second) = (condition.Arguments[0], condition.Arguments[1]);
        (BasicBlock whenTrue, BasicBlock whenFalse) = (block.Successors[0], block.Successors[1]);
        BasicBlock middle = function.SplitBlock(block, block.Values.Count);
        middle.Control = second;
        if (condition.Opcode == Opcode.And)
            block.Branch(first, middle, whenFalse, middle.TerminatorLocation);
        else
            block.Branch(first, whenTrue, middle, middle.TerminatorLocation);
        foreach (Value phi in (condition.Opcode == Opcode.And ? whenFalse : whenTrue).Phis)
        {
            phi.Arguments.Add(phi.Arguments[phi.Incoming.IndexOf(middle)]);
            phi.Incoming.Add(block);
        }
    }
}
