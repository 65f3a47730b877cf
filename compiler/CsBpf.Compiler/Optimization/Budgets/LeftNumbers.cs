using CsBpf.Compiler.Ir;
using CsBpf.Compiler.Ir.Analysis;

namespace CsBpf.Compiler.Optimization.Budgets;

/// <summary>
/// The numbers that a loop leaves behind which the verifier follows round by round: it may be left in each of them, with other numbers, and the
/// verifier walks through what follows with each, unless it knows nothing of them.
/// </summary>
internal static class LeftNumbers
{
    /// <summary>Hides them where the loop has been left.</summary>
    /// <param name="function">The function.</param>
    /// <param name="budgeted">The first blocks of the loops that have a budget: the numbers of those are hidden.</param>
    /// <param name="numbers">Hides them.</param>
    /// <param name="longestWalk">How many instructions the verifier may walk through behind a loop.</param>
    public static void Hide(Function function, HashSet<BasicBlock> budgeted, UnknownNumbers numbers, double longestWalk)
    {
        function.FillPredecessors();
        var dominators = new DominatorTree(function);
        var loops = new Loops(function, dominators);
        var bounds = new LoopBounds(dominators, loops);
        foreach (Loop loop in loops.All.Where(loop => !budgeted.Contains(loop.Header) && bounds.LengthBehind(loop) > longestWalk))
        {
            // What is used behind the loop is used behind one of these. At the start of another loop each of its rounds would be hidden from the next.
            BasicBlock[] first = [.. function.Blocks.Where(block => dominators.ImmediateDominator(block) is { } above
                && loop.Blocks.Contains(above) && !loop.Blocks.Contains(block) && !loops.All.Any(next => next.Header == block))];
            foreach (BasicBlock block in first)
                numbers.HideAtStart(function, block, [.. Left(function, loop, block, dominators)]);
        }
    }

    /// <summary>The numbers of a loop that are used from a block on, and those that the block has from several rounds.</summary>
    private static IEnumerable<Value> Left(Function function, Loop loop, BasicBlock first, DominatorTree dominators)
    {
        HashSet<Value> left = [.. UnknownNumbers.Numbers(first).Where(phi => phi.Incoming.Exists(loop.Blocks.Contains))];
        foreach (BasicBlock block in function.Blocks.Where(dominators.IsReachable))
        {
            foreach (Value value in block.Values)
            {
                for (int i = 0; i < value.Arguments.Count; i++)
                {
                    if (dominators.Dominates(first, value.Opcode == Opcode.Phi ? value.Incoming[i] : block) && IsNumberOf(loop, value.Arguments[i]))
                        left.Add(value.Arguments[i]);
                }
            }
        }

        return left;
    }

    private static bool IsNumberOf(Loop loop, Value value) => value is { Type: IrType.I32 or IrType.I64, IsConstant: false, Block: { } block }
        && loop.Blocks.Contains(block) && !UnknownNumbers.IsUnknown(value);
}
