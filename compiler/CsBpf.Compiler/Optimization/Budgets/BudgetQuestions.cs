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
    public static List<Value> Of(Loop loop, Loops loops) =>
        [.. loop.Blocks.Where(block => loops.IsOwn(block, loop)).OrderBy(block => block.Id).SelectMany(In)];

    /// <summary>The questions in a block.</summary>
    public static IEnumerable<Value> In(BasicBlock block) => block.Values.Where(value => value.Opcode == Opcode.BudgetUsedUp);

    /// <summary>Whether a round can come about without a question.</summary>
    public static bool HasUnaskedRound(Loop loop, IEnumerable<Value> questions)
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

        return loop.Header.Predecessors.Exists(reached.Contains);
    }

    /// <summary>
    /// Asks at the start of each round. There the verifier compares what it knows with what it knew in the rounds before, and of the first one
    /// it knows least.
    /// </summary>
    /// <param name="function">The function.</param>
    /// <param name="header">The first block of the loop.</param>
    /// <param name="fault">Where it goes on when the budget is used up.</param>
    /// <returns>The question, and where a round goes on behind it.</returns>
    public static (Value Question, BasicBlock Round) Ask(Function function, BasicBlock header, BasicBlock fault)
    {
        BasicBlock round = function.SplitBlock(header, header.Phis.Count());
        SourceLocation location = round.TerminatorLocation;
        Value question = header.Append(function.NewValue(Opcode.BudgetUsedUp, IrType.Bool, location));
        header.Branch(question, fault, round, location);
        return (question, round);
    }
}
