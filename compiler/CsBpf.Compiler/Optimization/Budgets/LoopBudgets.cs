using CsBpf.Compiler.Ir;
using CsBpf.Compiler.Ir.Analysis;
using CsBpf.Compiler.Optimization.Branches;
using CsBpf.Object.Btf;
using CsBpf.Object.Instructions;

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

    private readonly Function _function;
    private readonly Lazy<GlobalVariable> _zero;
    private readonly NumberIterator? _iterator;
    private readonly HashSet<Value> _kept = [];

    private LoopBudgets(Function function, Lazy<GlobalVariable> zero, NumberIterator? iterator)
    {
        _function = function;
        _zero = zero;
        _iterator = iterator;
    }

    /// <summary>Adds the budgets to the functions of a module.</summary>
    public static void Run(BpfModule module, Version targetKernel)
    {
        var zero = new Lazy<GlobalVariable>(() => NewZero(module));
        NumberIterator? iterator = targetKernel < MayGoto ? new NumberIterator(module, mayBeMissing: targetKernel < Iterators) : null;
        foreach (Function function in module.Functions)
        {
            var budgets = new LoopBudgets(function, zero, iterator);
            budgets.Add();
            budgets.RemoveQuestions();
        }
    }

    /// <summary>The blocks that come with a budget stand around other loops: those are looked for anew.</summary>
    private void Add()
    {
        HashSet<BasicBlock> done = [];
        while (FindUnbounded(done) is var (loop, loops))
        {
            done.Add(loop.Header);
            List<Value> questions = BudgetQuestions.Of(loop, loops);
            questions.AddRange(AskForRest(loop, questions));
            _kept.UnionWith(questions);
            if (_iterator is null)
            {
                HideStarts(loop, [.. loop.Header.Predecessors.Where(block => !loop.Blocks.Contains(block))]);
                continue;
            }

            AskForCalls(loop);
            HideStarts(loop, _iterator.Surround(_function, loop));
            foreach (Value question in questions)
                _iterator.Answer(_function, question, loop);
        }
    }

    /// <summary>
    /// Inner loops first: where their budget is used up is a way out of the loops around them, too. What nothing leads out of at all is an
    /// error, and stays as it is.
    /// </summary>
    private (Loop, List<Loop>)? FindUnbounded(HashSet<BasicBlock> done)
    {
        _function.FillPredecessors();
        var dominators = new DominatorTree(_function);
        List<Loop> loops = new Loops(_function, dominators).All;
        var bounds = new LoopBounds(dominators, loops);
        return loops.FindLast(loop => !done.Contains(loop.Header) && bounds.LengthOf(loop) > LongestWalk && CanEnd(loop)) is { } found ? (found, loops) : null;
    }

    private static bool CanEnd(Loop loop) => loop.Blocks.Any(block =>
        block.Control is not { Opcode: Opcode.BudgetUsedUp } && !block.Successors.TrueForAll(loop.Blocks.Contains));

    /// <summary>Asks for the budget at the ends of rounds that come about without a question: where it is used up, the fault leaves the function.</summary>
    private IEnumerable<Value> AskForRest(Loop loop, List<Value> questions)
    {
        foreach (BasicBlock latch in BudgetQuestions.UnaskedLatches(loop, questions))
        {
            Value question = BudgetQuestions.Ask(_function, latch, loop.Header, NewFault(latch.TerminatorLocation));
            loop.Blocks.Add(question.Block!);
            yield return question;
        }
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

    /// <summary>
    /// The verifier compares the rounds by what it knows of the numbers, and one that counts from a known number is another in each. A zero
    /// of which it knows nothing, added to the number, makes them the same. Of what was loaded it knows nothing anyway.
    /// </summary>
    private void HideStarts(Loop loop, List<BasicBlock> ways)
    {
        foreach (BasicBlock before in ways)
        {
            Value? wide = null;
            foreach (Value phi in loop.Header.Phis.Where(phi => phi.Type is IrType.I32 or IrType.I64))
            {
                int way = phi.Incoming.IndexOf(before);
                if (phi.Arguments[way].Opcode is Opcode.Load or Opcode.KernelLoad)
                    continue;
                wide ??= LoadZero(before, phi.Location);
                Value zero = phi.Type == IrType.I64 ? wide : before.Append(_function.NewValue(Opcode.Truncate, IrType.I32, phi.Location, [wide]));
                phi.Arguments[way] = before.Append(_function.NewValue(Opcode.Add, phi.Type, phi.Location, [phi.Arguments[way], zero]));
            }
        }
    }

    private Value LoadZero(BasicBlock block, SourceLocation location)
    {
        Value address = block.Append(_function.NewValue(Opcode.GlobalAddress, IrType.Pointer, location, detail: _zero.Value));
        var access = new MemoryAccess(MemorySize.DoubleWord);
        return block.Append(_function.NewValue(Opcode.Load, IrType.I64, location, [address], detail: access));
    }

    private static GlobalVariable NewZero(BpfModule module)
    {
        uint type = module.Types.Add(new BtfInt("long", sizeof(long), BtfIntEncoding.Signed));
        var zero = new GlobalVariable(
            "unknown.zero", GlobalSection.ZeroedData, type, sizeof(long), [.. new byte[sizeof(long)]], IsPrivate: true, IsSettable: false);
        module.Globals.Add(zero);
        return zero;
    }
}
