using System.Collections.Immutable;
using CsBpf.Compiler.Ir;
using CsBpf.Compiler.Ir.Analysis;
using CsBpf.Object.Btf;
using CsBpf.Object.Instructions;

namespace CsBpf.Compiler.Optimization.Budgets;

/// <summary>
/// Gives the loops whose end the verifier can't see a budget, as <c>may_goto</c> does (Linux 6.9): the kernel counts the rounds, 8 million of
/// them, and the program takes its fault exit when they are used up. The verifier then goes round only until nothing changes any more.
/// </summary>
internal sealed class LoopBudgets
{
    /// <summary>The verifier gives up after a million instructions; a program has other parts, and ways that meet it again.</summary>
    private const double LongestWalk = 250_000;

    private static readonly Version MayGoto = new(6, 9);

    private readonly Function _function;
    private readonly Lazy<GlobalVariable> _zero;

    private LoopBudgets(Function function, Lazy<GlobalVariable> zero)
    {
        _function = function;
        _zero = zero;
    }

    /// <summary>Adds the budgets to the functions of a module that is meant for kernels that have them.</summary>
    public static void Run(BpfModule module, Version targetKernel)
    {
        if (targetKernel < MayGoto)
            return;
        var zero = new Lazy<GlobalVariable>(() => NewZero(module));
        foreach (Function function in module.Functions)
            new LoopBudgets(function, zero).Run();
    }

    private void Run()
    {
        _function.FillPredecessors();
        var dominators = new DominatorTree(_function);
        List<Loop> loops = new Loops(_function, dominators).All;
        var bounds = new LoopBounds(_function, dominators, loops);
        foreach (Loop loop in loops.Where(loop => bounds.LengthOf(loop) > LongestWalk).ToList())
        {
            HideStarts(loop);
            foreach (BasicBlock latch in loop.Header.Predecessors.Where(loop.Blocks.Contains).ToList())
                AddBudget(loop, latch);
        }
    }

    /// <summary>
    /// The verifier compares the rounds by what it knows of the numbers, and one that counts from a known number is another in each. A zero
    /// of which it knows nothing, added to the number, makes them the same. Of what was loaded it knows nothing anyway.
    /// </summary>
    private void HideStarts(Loop loop)
    {
        foreach (BasicBlock before in loop.Header.Predecessors.Where(block => !loop.Blocks.Contains(block)))
        {
            Value? wide = null;
            foreach (Value phi in loop.Header.Phis.Where(phi => phi.Type is IrType.I32 or IrType.I64))
            {
                int way = phi.Incoming.IndexOf(before);
                if (phi.Arguments[way].Opcode is Opcode.Load or Opcode.KernelLoad)
                    continue;
                wide ??= before.Append(_function.NewValue(
                    Opcode.Load, IrType.I64, phi.Location, [before.Append(_function.NewValue(Opcode.GlobalAddress, IrType.Pointer, phi.Location, detail: _zero.Value))],
                    detail: new MemoryAccess(MemorySize.DoubleWord)));
                Value zero = phi.Type == IrType.I64 ? wide : before.Append(_function.NewValue(Opcode.Truncate, IrType.I32, phi.Location, [wide]));
                phi.Arguments[way] = before.Append(_function.NewValue(Opcode.Add, phi.Type, phi.Location, [phi.Arguments[way], zero]));
            }
        }
    }

    private void AddBudget(Loop loop, BasicBlock latch)
    {
        BasicBlock check = _function.NewBlock();
        BasicBlock fault = _function.NewBlock();
        SourceLocation location = latch.TerminatorLocation;
        fault.Fault(location);
        latch.ReplaceSuccessor(loop.Header, check);
        check.Branch(check.Append(_function.NewValue(Opcode.BudgetUsedUp, IrType.Bool, location)), fault, loop.Header, location);
        foreach (Value phi in loop.Header.Phis)
            phi.Incoming[phi.Incoming.IndexOf(latch)] = check;
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
