using CsBpf.Compiler.CodeGeneration.Lowering;
using CsBpf.Compiler.Ir;
using CsBpf.Compiler.Ir.Analysis;
using CsBpf.Compiler.Optimization.Budgets;
using CsBpf.Object.Btf;
using CsBpf.Object.Instructions;

namespace CsBpf.Compiler.Optimization.Callbacks;

/// <summary>
/// Makes functions of loops, which the kernel's <c>bpf_loop</c> (Linux 5.17) calls for each round: the budget of a loop whose end the verifier
/// can't see, on kernels without iterators.
/// </summary>
internal sealed class LoopOutlining(BpfModule module, UnknownNumbers numbers, BpfIsa isa)
{
    private const int ContextParameter = 1;

    private static readonly Version Helper = new(5, 17);

    private readonly HashSet<BasicBlock> _behind = [];
    private uint? _prototype;

    private uint Prototype => _prototype ??= NewPrototype();

    /// <summary>True where all kernels have the helper, and some of them nothing better.</summary>
    /// <param name="targetKernel">The oldest kernel.</param>
    public static bool IsFor(Version targetKernel) => targetKernel >= Helper && targetKernel < NumberIterator.Minimum;

    /// <summary>Makes a function of a loop, where a context can hold what goes in and out.</summary>
    /// <param name="function">The function.</param>
    /// <param name="loop">The loop.</param>
    /// <param name="questions">The questions for its budget, one of them in each round.</param>
    /// <returns>The block that calls the function; null where the loop is as it was.</returns>
    public BasicBlock? Run(Function function, Loop loop, List<Value> questions)
    {
        function.FillPredecessors();
        TakeBehind(loop);
        MergeFaults(function, loop, questions[0].Block!.Successors[0]);
        LoopInvariants.MoveBefore(function, loop);
        var around = new LoopInterface(function, loop);
        // Without jumps on 32 bits the verifier finds rounds that use a copy different where it follows the context itself to the end.
        if (isa >= BpfIsa.V3 && around.UsesContext && ContextCopy.TryMake(module, function))
        {
            IndexedStack.Hide(function, numbers);
            function.FillPredecessors();
            around = new LoopInterface(function, loop);
        }

        // The verifier follows a way on which nothing has led out: it goes where the budget is used up.
        around.PutFirst(questions[0].Block!, questions[0].Block!.Successors[0]);
        if (!around.FitsContext())
            return null;
        return new OutlinedLoop(function, loop, around, numbers, size => NewFunction(function, loop, size)).Move(questions, _behind);
    }

    // The verifier follows each way out into the next round, too: it does not look at what a callback returns.
    private static void MergeFaults(Function function, Loop loop, BasicBlock usedUp)
    {
        if (!LoopInterface.IsFault(usedUp))
            return;
        HashSet<BasicBlock> merged = [];
        foreach (BasicBlock block in loop.Blocks)
        {
            foreach (BasicBlock fault in block.Successors.Where(next => next != usedUp && LoopInterface.IsFault(next)).ToList())
            {
                block.ReplaceSuccessor(fault, usedUp);
                merged.Add(fault);
            }
        }

        function.Blocks.RemoveAll(block => merged.Contains(block) && !function.Blocks.Exists(other => other.Successors.Contains(block)));
        function.FillPredecessors();
    }

    /// <summary>What takes the results of a loop inside out of its context belongs to the loop around it, where it leads out of both.</summary>
    private void TakeBehind(Loop loop)
    {
        while (_behind.FirstOrDefault(IsBehindAlone) is { } behind)
            loop.Blocks.Add(behind);

        bool IsBehindAlone(BasicBlock block) =>
            !loop.Blocks.Contains(block) && block.Predecessors.Count > 0 && block.Predecessors.TrueForAll(loop.Blocks.Contains);
    }

    private Function NewFunction(Function caller, Loop loop, int contextSize)
    {
        HashSet<string> taken =
        [
            .. module.Functions.Select(function => function.Name), .. module.Globals.Select(global => global.Name), .. module.Maps.Select(map => map.Name),
        ];
        string name = Enumerable.Range(1, int.MaxValue).Select(number => $"{caller.Name}_loop{number}").First(name => !taken.Contains(name));
        var function = new Function(name, Prototype, [IrType.I64, IrType.Pointer], IrType.I64)
        {
            Callback = new CallbackInfo(ContextParameter, contextSize),
            Location = loop.Header.TerminatorLocation,
        };
        function.ReserveNumbers(caller);
        module.Functions.Add(function);
        return function;
    }

    private uint NewPrototype()
    {
        BtfBuilder types = module.Types;
        uint result = types.Add(new BtfInt("long long", sizeof(long), BtfIntEncoding.Signed));
        uint index = types.Add(new BtfInt("unsigned long long", sizeof(long), BtfIntEncoding.None));
        return types.Add(new BtfFunctionPrototype(result, [new("index", index), new("context", types.Add(new BtfPointer(0)))]));
    }
}
