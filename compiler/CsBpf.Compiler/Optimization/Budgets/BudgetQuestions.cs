using CsBpf.Compiler.Ir;
using CsBpf.Compiler.Ir.Analysis;

namespace CsBpf.Compiler.Optimization.Budgets;

/// <summary>
/// The questions in loops whether the budget for rounds is used up. They are asked from the start where a fault goes on in the function itself,
/// which is known only then; everywhere else <see cref="LoopBudgets"/> asks them once a loop turns out to need it.
/// </summary>
internal static class BudgetQuestions
{
    /// <summary>The questions that the rounds of a loop ask, but not those of the loops in it.</summary>
    public static List<Value> Of(Loop loop, IEnumerable<Loop> all)
    {
        HashSet<BasicBlock> inner = [.. all.Where(other => other.Blocks.Count < loop.Blocks.Count && loop.Blocks.IsSupersetOf(other.Blocks)).SelectMany(other => other.Blocks)];
        return [.. loop.Blocks.Where(block => !inner.Contains(block)).OrderBy(block => block.Id).SelectMany(In)];
    }

    /// <summary>The questions in a block.</summary>
    public static IEnumerable<Value> In(BasicBlock block) => block.Values.Where(value => value.Opcode == Opcode.BudgetUsedUp);

    /// <summary>The ends of rounds that can come about without a question.</summary>
    public static List<BasicBlock> UnaskedLatches(Loop loop, IEnumerable<Value> questions)
    {
        HashSet<BasicBlock> asking = [.. questions.Select(question => question.Block!)];
        var reached = new HashSet<BasicBlock>();
        var work = new Stack<BasicBlock>([loop.Header]);
        while (work.TryPop(out BasicBlock? block))
        {
            if (asking.Contains(block) || !reached.Add(block))
                continue;
            foreach (BasicBlock successor in block.Successors.Where(loop.Blocks.Contains))
                work.Push(successor);
        }

        return [.. loop.Header.Predecessors.Where(reached.Contains)];
    }

    /// <summary>Asks at the end of a round.</summary>
    /// <param name="function">The function.</param>
    /// <param name="latch">The last block of the round.</param>
    /// <param name="header">The first block of the next one.</param>
    /// <param name="fault">Where it goes on when the budget is used up.</param>
    public static Value Ask(Function function, BasicBlock latch, BasicBlock header, BasicBlock fault)
    {
        BasicBlock check = function.SplitEdge(latch, header);
        SourceLocation location = check.TerminatorLocation;
        Value question = check.Append(function.NewValue(Opcode.BudgetUsedUp, IrType.Bool, location));
        check.Branch(question, fault, header, location);
        return question;
    }
}
