using CsBpf.Compiler.Ir;
using CsBpf.Compiler.Ir.Analysis;
using CsBpf.Compiler.Optimization.Branches;
using CsBpf.Compiler.Optimization.Callbacks;

namespace CsBpf.Compiler.Optimization.Budgets;

/// <summary>
/// Gives the loops whose end the verifier can't see a budget of 8 million rounds, after which the program takes its fault exit. The kernel
/// counts them, by <c>may_goto</c> where the object is for Linux 6.9 and newer, by an iterator over numbers from 6.4 on, else, from 5.17 on, by
/// calling the loop as a function; and the verifier goes round only until nothing changes any more. Older kernels have none of them: there the
/// loops are as they were.
/// </summary>
internal sealed class LoopBudgets
{
    /// <summary>The verifier gives up after a million instructions; a program has other parts, and ways that meet it again.</summary>
    private const double LongestWalk = 250_000;

    private static readonly Version MayGoto = new(6, 9);
    private static readonly Version VariableLimits = new(6, 8);

    private readonly Function _function;
    private readonly UnknownNumbers _numbers;
    private readonly NumberIterator? _iterator;
    private readonly LoopOutlining? _outlining;
    private readonly UnknownMemory _memory;
    private readonly HashSet<Value> _kept = [];
    private readonly HashSet<BasicBlock> _done = [];

    private LoopBudgets(Function function, UnknownNumbers numbers, NumberIterator? iterator, LoopOutlining? outlining)
    {
        _function = function;
        _numbers = numbers;
        _memory = new UnknownMemory(function, numbers);
        _iterator = iterator;
        _outlining = outlining;
    }

    /// <summary>Adds the budgets to the functions of a module.</summary>
    /// <param name="module">The module.</param>
    /// <param name="numbers">The numbers that the verifier must not know.</param>
    /// <param name="options">The oldest kernel that the object is meant for, and the instructions that may be used.</param>
    /// <param name="outlines">False where loops must not become functions.</param>
    public static void Run(BpfModule module, UnknownNumbers numbers, BpfCompilerOptions options, bool outlines)
    {
        Version targetKernel = options.TargetKernel;
        NumberIterator? iterator = targetKernel < MayGoto ? new NumberIterator(module, mayBeMissing: targetKernel < NumberIterator.Minimum) : null;
        LoopOutlining? outlining = outlines && LoopOutlining.IsFor(targetKernel) ? new LoopOutlining(module, numbers, options.Isa) : null;
        List<VariableLimit> limits = targetKernel < VariableLimits ? [.. module.Functions.SelectMany(FindLimits)] : [];
        // Loops become functions behind the others, which have loops, too.
        for (int i = 0; i < module.Functions.Count; i++)
        {
            var budgets = new LoopBudgets(module.Functions[i], numbers, iterator, outlining);
            budgets.Add();
            budgets.RemoveQuestions();
            budgets._memory.Hide();
            ForkedNumbers.Hide(module.Functions[i], budgets._done, numbers);
            LeftNumbers.Hide(module.Functions[i], budgets._done, numbers, LongestWalk);
            if (iterator is not { MayBeMissing: true })
                limits.RemoveAll(limit => budgets._done.Contains(limit.Header));
        }

        limits.ForEach(limit => module.Functions.ForEach(limit.Show));
    }

    private static List<VariableLimit> FindLimits(Function function)
    {
        function.FillPredecessors();
        var dominators = new DominatorTree(function);
        return [.. new LoopBounds(dominators, new Loops(function, dominators)).VariableLimits(LongestWalk)];
    }

    /// <summary>The blocks that come with a budget stand around other loops: those are looked for anew.</summary>
    private void Add()
    {
        while (FindUnbounded() is var (loop, loops))
        {
            _done.Add(loop.Header);
            _memory.Add(loop);
            bool hasMemory = UnknownNumbers.HasMemory(loop);
            List<Value> questions = BudgetQuestions.Of(loop, loops);
            if (BudgetQuestions.HasUnaskedRound(loop, questions))
                questions.Add(AskForRest(loop));
            _kept.UnionWith(questions);
            if (_iterator is not null)
                AskForCalls(loop);
            if (_outlining?.Run(_function, loop, questions) is { } call)
            {
                _done.Add(call);
                continue;
            }

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
    private (Loop, Loops)? FindUnbounded()
    {
        _function.FillPredecessors();
        var dominators = new DominatorTree(_function);
        var loops = new Loops(_function, dominators);
        var bounds = new LoopBounds(dominators, loops);
        Loop[] left = [.. loops.All.Where(loop => !_done.Contains(loop.Header) && CanEnd(loop))];
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
