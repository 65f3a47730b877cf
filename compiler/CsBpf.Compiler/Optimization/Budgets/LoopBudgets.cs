using CsBpf.Compiler.Ir;
using CsBpf.Compiler.Ir.Analysis;
using CsBpf.Compiler.Optimization.Branches;

namespace CsBpf.Compiler.Optimization.Budgets;

/// <summary>
/// Gives the loops whose end the verifier can't see a budget of 8 million rounds, after which the program takes its fault exit. The kernel
/// counts them, by <c>may_goto</c> where the object is for Linux 6.9 and newer, else by an iterator over numbers, and the verifier goes round
/// only until nothing changes any more. Kernels before 6.4 have neither: there the loops are as they were.
/// </summary>
internal sealed class LoopBudgets
{
    /// <summary>The verifier gives up after a million instructions; a program has other parts, and ways that meet it again.</summary>
    private const double LongestWalk = 250_000;

    private static readonly Version MayGoto = new(6, 9);
    private static readonly Version Iterators = new(6, 4);
    private static readonly Version VariableLimits = new(6, 8);

    private readonly Function _function;
    private readonly UnknownNumbers _numbers;
    private readonly NumberIterator? _iterator;
    private readonly HashSet<Value> _kept = [];
    private readonly HashSet<BasicBlock> _done = [];

    private LoopBudgets(Function function, UnknownNumbers numbers, NumberIterator? iterator)
    {
        _function = function;
        _numbers = numbers;
        _iterator = iterator;
    }

    /// <summary>Adds the budgets to the functions of a module.</summary>
    public static void Run(BpfModule module, UnknownNumbers numbers, Version targetKernel)
    {
        NumberIterator? iterator = targetKernel < MayGoto ? new NumberIterator(module, mayBeMissing: targetKernel < Iterators) : null;
        foreach (Function function in module.Functions)
        {
            var budgets = new LoopBudgets(function, numbers, iterator);
            List<VariableLimit> limits = targetKernel < VariableLimits ? FindLimits(function) : [];
            budgets.Add();
            budgets.RemoveQuestions();
            foreach (VariableLimit limit in limits.Where(limit => budgets._iterator is { MayBeMissing: true } || !budgets._done.Contains(limit.Header)))
                limit.Show(function);
        }
    }

    private static List<VariableLimit> FindLimits(Function function)
    {
        function.FillPredecessors();
        var dominators = new DominatorTree(function);
        return [.. new LoopBounds(dominators, new Loops(function, dominators).All).VariableLimits(LongestWalk)];
    }

    /// <summary>The blocks that come with a budget stand around other loops: those are looked for anew.</summary>
    private void Add()
    {
        while (FindUnbounded() is var (loop, loops))
        {
            _done.Add(loop.Header);
            bool hasMemory = UnknownNumbers.HasMemory(loop);
            List<Value> questions = BudgetQuestions.Of(loop, loops);
            if (BudgetQuestions.HasUnaskedRound(loop, questions))
                questions.Add(AskForRest(loop));
            _kept.UnionWith(questions);
            if (_iterator is not null)
                AskForCalls(loop);
            List<BasicBlock> ways = _iterator is not null
                ? _iterator.Surround(_function, loop)
                : [.. loop.Header.Predecessors.Where(block => !loop.Blocks.Contains(block))];
            _numbers.HideStarts(_function, loop.Header, ways);
            foreach (Value question in questions)
            {
                _iterator?.Answer(_function, question, loop);
                if (hasMemory)
                    _numbers.HideRounds(_function, loop.Header, question.Block!);
            }
        }
    }

    /// <summary>
    /// Inner loops first: where their budget is used up is a way out of the loops around them, too. What nothing leads out of at all is an
    /// error, and stays as it is.
    /// </summary>
    private (Loop, List<Loop>)? FindUnbounded()
    {
        _function.FillPredecessors();
        var dominators = new DominatorTree(_function);
        List<Loop> loops = new Loops(_function, dominators).All;
        var bounds = new LoopBounds(dominators, loops);
        Loop[] left = [.. loops.Where(loop => !_done.Contains(loop.Header) && CanEnd(loop))];
        HashSet<Loop> leftTooOften = bounds.LeftTooOften(left, LongestWalk);
        return Array.FindLast(left, IsUnbounded) is { } found ? (found, loops) : null;

        // Where the verifier asks an iterator again it forgets numbers, those that count the rounds of a loop around it, too.
        bool IsUnbounded(Loop loop) => bounds.LengthOf(loop) > LongestWalk
            || leftTooOften.Contains(loop)
            || (_iterator is not null && _done.Overlaps(loop.Blocks));
    }

    private static bool CanEnd(Loop loop) => loop.Blocks.Any(block =>
        block.Control is not { Opcode: Opcode.BudgetUsedUp } && !block.Successors.TrueForAll(loop.Blocks.Contains));

    /// <summary>Asks for the budget where nobody asked from the start: where it is used up, the fault leaves the function.</summary>
    private Value AskForRest(Loop loop)
    {
        (Value question, BasicBlock round) = BudgetQuestions.Ask(_function, loop.Header, NewFault(loop.Header.TerminatorLocation));
        loop.Blocks.Add(round);
        return question;
    }

    /// <summary>Asks for the calls in a loop: an iterator must not be left behind by a fault.</summary>
    private void AskForCalls(Loop loop)
    {
        foreach (Value call in loop.Blocks.OrderBy(block => block.Id).SelectMany(FaultQuestions.Unasked).ToList())
            loop.Blocks.Add(FaultQuestions.Ask(_function, call, NewFault(call.Location)));
    }

    private BasicBlock NewFault(SourceLocation location)
    {
        BasicBlock fault = _function.NewBlock();
        fault.Fault(location);
        return fault;
    }

    /// <summary>Answers the questions that turned out not to be needed.</summary>
    private void RemoveQuestions()
    {
        Value[] unneeded = [.. _function.Blocks.SelectMany(BudgetQuestions.In).Where(question => !_kept.Contains(question))];
        foreach (Value question in unneeded)
            question.Become(Opcode.Constant, IrType.Bool, []);
        if (unneeded.Length > 0)
            ControlFlow.Run(_function);
    }
}
