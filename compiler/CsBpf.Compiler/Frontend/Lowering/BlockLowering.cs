using CsBpf.Compiler.Diagnostics;
using CsBpf.Compiler.Frontend.Types;
using CsBpf.Compiler.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using BasicBlock = CsBpf.Compiler.Ir.BasicBlock;
using GraphBlock = Microsoft.CodeAnalysis.FlowAnalysis.BasicBlock;

namespace CsBpf.Compiler.Frontend.Lowering;

/// <summary>Compiles the blocks of a method's control flow graph, or of a <c>finally</c> in it.</summary>
internal sealed class BlockLowering
{
    private readonly MethodLowering _method;
    private readonly ControlFlowGraph _graph;
    private readonly ControlFlowRegion _region;
    private readonly Action? _leave;
    private readonly FinallyCopies _finally;
    private readonly Dictionary<GraphBlock, BasicBlock> _blocks = [];
    private readonly bool _isProtecting;
    private (BasicBlock Block, StackSlot? Result)? _return;

    /// <param name="method">The _method.</param>
    /// <param name="graph">The graph.</param>
    /// <param name="leave">What comes at its end; null for the return from the _method.</param>
    public BlockLowering(MethodLowering method, ControlFlowGraph graph, Action? leave = null)
        : this(method, graph, graph.Root, leave, null)
    {
    }

    /// <param name="method">The _method.</param>
    /// <param name="graph">The graph.</param>
    /// <param name="region">All of the graph, or a <c>finally</c>.</param>
    /// <param name="leave">What comes at its end; null for the return from the _method.</param>
    /// <param name="onFault">Where a fault goes on; null where it leaves the function.</param>
    public BlockLowering(MethodLowering method, ControlFlowGraph graph, ControlFlowRegion region, Action? leave, BasicBlock? onFault)
    {
        (_method, _graph, _region, _leave) = (method, graph, region, leave);
        _finally = new FinallyCopies(method, graph, region, onFault);
        _isProtecting = Regions(graph.Root).Any(nested => FinallyCopies.Has(graph, nested));
    }

    private InstructionBuilder Builder => _method.Builder;

    /// <summary>Compiles all of the graph, in the order of the C#.</summary>
    public void Lower()
    {
        if (!ExceptionRegions.Check(_method, _graph))
            return;
        // A slot is made once, whether or not the block that C# declares the variable in runs again: definite assignment makes it new each time.
        foreach (ILocalSymbol local in Regions(_graph.Root).SelectMany(region => region.Locals))
            _method.Variables.Declare(local);
        BasicBlock entry = Builder.NewBlock();
        Builder.Jump(entry);
        Lower(entry);
    }

    /// <summary>Compiles the blocks of the region; the first one is given.</summary>
    public void Lower(BasicBlock entry)
    {
        GraphBlock first = _graph.Blocks[_region.FirstBlockOrdinal];
        _blocks.Add(first, entry);
        HashSet<GraphBlock> reachable = _method.TypeTests.FindReachable(first);
        foreach (GraphBlock block in _graph.Blocks.Where(reachable.Contains))
        {
            Builder.Start(BlockOf(block));
            if (_isProtecting)
                AskForBudget(block);
            Builder.OnFault = _finally.OnFault(block.EnclosingRegion);
            foreach (IOperation operation in block.Operations)
                _method.Expressions.LowerStatement(operation);
            LowerEnd(block);
        }

        LowerReturnBehindFinally();
        _finally.Lower();
        Builder.OnFault = null;
    }

    private static IEnumerable<ControlFlowRegion> Regions(ControlFlowRegion region) => region.NestedRegions.SelectMany(Regions).Prepend(region);

    private void LowerEnd(GraphBlock block)
    {
        if (block.BranchValue is { } place)
            Builder.Location = SourceLocations.Of(place.Syntax);
        if (block.ConditionKind != ControlFlowConditionKind.None && block is { BranchValue: { } condition, ConditionalSuccessor: { } conditional })
        {
            // The way that a constant doesn't take leads to blocks that Roslyn does not count as reachable.
            if (_method.TypeTests.Decide(condition) is { } isTrue)
            {
                bool isConditional = isTrue == (block.ConditionKind == ControlFlowConditionKind.WhenTrue);
                LowerSuccessor(isConditional ? conditional : block.FallThroughSuccessor!, null);
                return;
            }

            Value value = _method.Expressions.LowerValue(condition);
            BasicBlock taken = TargetOf(conditional, null);
            BasicBlock other = TargetOf(block.FallThroughSuccessor!, null);
            Builder.Location = SourceLocations.Of(condition.Syntax);
            if (block.ConditionKind == ControlFlowConditionKind.WhenTrue)
                Builder.Branch(value, taken, other);
            else
                Builder.Branch(value, other, taken);
        }
        else if (block.FallThroughSuccessor is { } successor)
        {
            LowerSuccessor(successor, block.BranchValue);
        }
        else if (block.Kind == BasicBlockKind.Exit)
        {
            if (_leave is not null)
                _leave();
            else
                LowerReturn();
        }
    }

    private void LowerSuccessor(ControlFlowBranch branch, IOperation? value)
    {
        switch (branch.Semantics)
        {
            case ControlFlowBranchSemantics.Return when value is not null && branch.FinallyRegions.Any(region => FinallyCopies.Has(_graph, region.EnclosingRegion!)):
                LowerReturnThroughFinally(branch, value!);
                break;
            case ControlFlowBranchSemantics.Return when value is not null:
                Builder.Return(ResultOf(value));
                break;
            case ControlFlowBranchSemantics.Throw or ControlFlowBranchSemantics.Rethrow or ControlFlowBranchSemantics.ProgramTermination:
                // The exception is never seen by anyone: it is not made.
                Builder.EndByFault(Builder.Block);
                break;
            case ControlFlowBranchSemantics.StructuredExceptionHandling:
                _leave!();
                break;
            case ControlFlowBranchSemantics.Regular when branch.Destination is not null:
                Builder.Jump(TargetOf(branch, null));
                break;
            default:
                Builder.Block.Unreachable();
                break;
        }
    }

    // A conditional branch may lead out of the method, too: then it leads to a block that does.
    private BasicBlock TargetOf(ControlFlowBranch branch, IOperation? value)
    {
        if (branch is { Semantics: ControlFlowBranchSemantics.Regular, Destination: { } destination })
        {
            return _finally.Through(branch.FinallyRegions, BlockOf(destination));
        }

        BasicBlock current = Builder.Block;
        BasicBlock leaving = Builder.NewBlock();
        Builder.Start(leaving);
        LowerSuccessor(branch, value);
        Builder.Resume(current);
        return leaving;
    }

    /// <summary>
    /// Asks at the start of a loop whether the budget for rounds is used up, which only later turns out to be needed: where a fault goes on is
    /// known here. It does so outside of the protected regions that a round enters.
    /// </summary>
    private void AskForBudget(GraphBlock block)
    {
        ControlFlowBranch[] backward = [.. block.Predecessors.Where(branch => branch.Source.Ordinal >= block.Ordinal)];
        if (backward.Length == 0)
            return;
        ControlFlowRegion region = block.EnclosingRegion;
        while (Array.Exists(backward, branch => branch.EnteringRegions.Contains(region)))
            region = region.EnclosingRegion!;
        Builder.OnFault = _finally.OnFault(region);
        Builder.FaultIf(Builder.Emit(Opcode.BudgetUsedUp, IrType.Bool));
    }

    /// <summary>The result is computed before the <c>finally</c>, and waits in a slot.</summary>
    private void LowerReturnThroughFinally(ControlFlowBranch branch, IOperation value)
    {
        Value? result = ResultOf(value);
        _return ??= (Builder.NewBlock(), result is null ? null : Builder.Function.NewSlot("result", MemoryAccess.For(result.Type)));
        if (result is not null && _return.Value.Result is { } slot)
            Builder.Store(MemoryAccess.For(result.Type), Builder.AddressOf(slot), 0, result);
        Builder.Jump(_finally.Through(branch.FinallyRegions, _return.Value.Block));
    }

    private void LowerReturnBehindFinally()
    {
        if (_return is not var (block, slot))
            return;
        IrType type = Builder.Function.ReturnType;
        Builder.Start(block);
        Builder.Return(slot is null ? null : Builder.Load(type, MemoryAccess.For(type), Builder.AddressOf(slot), 0));
    }

    private void LowerReturn() =>
        Builder.Return(Builder.Function.Program is null ? null : Builder.Constant(Builder.Function.ReturnType, 0));

    /// <summary>What is returned; null for a struct, which goes to the memory that the caller has for it.</summary>
    private Value? ResultOf(IOperation value)
    {
        if (Builder.Function is { Program: null, ReturnType: IrType.Pointer })
        {
            MemoryPlace place = _method.Expressions.LowerPlace(value);
            return _method.Method.ReturnsByRef ? _method.Operands.WritableReferenceTo(place, value) : _method.Operands.ReferenceTo(place, value);
        }

        if (!_method.Result.IsAggregate || _method.Variables.ResultMemory(_method.Result) is not { } memory)
            return Checked(_method.Expressions.LowerValue(value), value);
        _method.Operands.Write(memory, _method.Expressions.Lower(value), value);
        return null;
    }

    /// <summary>A result that the kernel takes: where it would not, a program faults.</summary>
    private Value Checked(Value result, IOperation value)
    {
        if (_method.KernelResults is not var (smallest, largest))
            return result;
        if (Builder.Function.ReturnType == IrType.I64)
            result = Builder.Widen(result, isSigned: true);
        if (value.ConstantValue is not { HasValue: true, Value: { } constant })
            FaultOutside(result, smallest, largest);
        else if (ConstantValues.ToInt64(constant) is { } number && (number < smallest || number > largest))
            _method.Context.Sink.Report(ProgramDiagnostics.Result, value.Syntax.GetLocation(), number, new ResultRange(smallest, largest));
        return result;
    }

    // The verifier learns of the register that is compared, and nothing of one that was computed from it.
    private void FaultOutside(Value result, int smallest, int largest)
    {
        if (smallest != 0)
            Builder.FaultIf(Builder.Compare(Opcode.LessSigned, result, smallest));
        Builder.FaultIf(Builder.Compare(smallest < 0 ? Opcode.LessSigned : Opcode.LessUnsigned, Builder.Constant(result.Type, largest), result));
    }

    private BasicBlock BlockOf(GraphBlock block)
    {
        if (!_blocks.TryGetValue(block, out BasicBlock? target))
            _blocks.Add(block, target = Builder.NewBlock());
        return target;
    }
}
