using CsBpf.Compiler.Diagnostics;
using CsBpf.Compiler.Frontend.Types;
using CsBpf.Compiler.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using BasicBlock = CsBpf.Compiler.Ir.BasicBlock;
using GraphBlock = Microsoft.CodeAnalysis.FlowAnalysis.BasicBlock;

namespace CsBpf.Compiler.Frontend.Lowering;

/// <summary>Compiles the blocks of a method's control flow graph.</summary>
/// <param name="method">The method.</param>
/// <param name="graph">The graph.</param>
/// <param name="leave">What comes at its end; null for the return from the method.</param>
internal sealed class BlockLowering(MethodLowering method, ControlFlowGraph graph, Action? leave = null)
{
    private readonly Dictionary<GraphBlock, BasicBlock> _blocks = [];

    // What 'foreach' does with its enumerator at the end: that of a span has nothing to dispose of.
    private readonly HashSet<int> _skipped = [];

    private InstructionBuilder Builder => method.Builder;

    /// <summary>Compiles them all, in the order of the C#.</summary>
    public void Lower()
    {
        if (!CheckRegions(graph.Root))
            return;
        DeclareLocals(graph.Root);
        HashSet<GraphBlock> reachable = method.TypeTests.FindReachable(graph);
        foreach (GraphBlock block in graph.Blocks.Where(reachable.Contains))
        {
            if (_skipped.Contains(block.Ordinal))
                continue;
            BasicBlock target = BlockOf(block);
            if (block.Kind == BasicBlockKind.Entry)
                Builder.Jump(target);
            Builder.Start(target);
            foreach (IOperation operation in block.Operations)
                method.Expressions.LowerStatement(operation);
            LowerEnd(block);
        }
    }

    // A slot is made once, whether or not the block that C# declares the variable in runs again: definite assignment makes it new each time.
    private void DeclareLocals(ControlFlowRegion region)
    {
        foreach (ILocalSymbol local in region.Locals)
            method.Variables.Declare(local);
        foreach (ControlFlowRegion nested in region.NestedRegions)
            DeclareLocals(nested);
    }

    private bool CheckRegions(ControlFlowRegion region)
    {
        if (region.Kind == ControlFlowRegionKind.TryAndFinally && IsLoopOverSpan(region))
        {
            ControlFlowRegion end = region.NestedRegions[^1];
            _skipped.UnionWith(Enumerable.Range(end.FirstBlockOrdinal, end.LastBlockOrdinal - end.FirstBlockOrdinal + 1));
            return region.NestedRegions[0].NestedRegions.All(CheckRegions);
        }

        if (region.Kind is ControlFlowRegionKind.Try or ControlFlowRegionKind.TryAndCatch or ControlFlowRegionKind.TryAndFinally)
        {
            GraphBlock first = graph.Blocks[region.FirstBlockOrdinal];
            IOperation operation = first.Operations.FirstOrDefault() ?? first.BranchValue ?? graph.OriginalOperation;
            ExceptionRegions.Report(method, operation);
            return false;
        }

        return region.NestedRegions.All(CheckRegions);
    }

    private bool IsLoopOverSpan(ControlFlowRegion region) =>
        region.NestedRegions is [{ Kind: ControlFlowRegionKind.Try }, { Kind: ControlFlowRegionKind.Finally } end] && end.FirstBlockOrdinal == end.LastBlockOrdinal
        && graph.Blocks[end.FirstBlockOrdinal].Operations is [IInvocationOperation { IsImplicit: true, Instance.Type.ContainingType: { } span }]
        && SpanShapes.IsSpan(span);

    private void LowerEnd(GraphBlock block)
    {
        if (block.BranchValue is { } place)
            Builder.Location = SourceLocations.Of(place.Syntax);
        if (block.ConditionKind != ControlFlowConditionKind.None && block is { BranchValue: { } condition, ConditionalSuccessor: { } conditional })
        {
            // The way that a constant doesn't take leads to blocks that Roslyn does not count as reachable.
            if (method.TypeTests.Decide(condition) is { } isTrue)
            {
                bool isConditional = isTrue == (block.ConditionKind == ControlFlowConditionKind.WhenTrue);
                LowerSuccessor(isConditional ? conditional : block.FallThroughSuccessor!, null);
                return;
            }

            Value value = method.Expressions.LowerValue(condition);
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
            if (leave is not null)
                leave();
            else
                LowerReturn(null);
        }
    }

    private void LowerSuccessor(ControlFlowBranch branch, IOperation? value)
    {
        switch (branch.Semantics)
        {
            case ControlFlowBranchSemantics.Return:
                LowerReturn(value);
                break;
            case ControlFlowBranchSemantics.Throw or ControlFlowBranchSemantics.Rethrow or ControlFlowBranchSemantics.ProgramTermination:
                // The exception is never seen by anyone: it is not made.
                Builder.Block.Fault(Builder.Location);
                break;
            case ControlFlowBranchSemantics.Regular when branch.Destination is { } destination:
                Builder.Jump(BlockOf(destination));
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
            return BlockOf(destination);
        BasicBlock current = Builder.Block;
        BasicBlock leaving = Builder.NewBlock();
        Builder.Start(leaving);
        LowerSuccessor(branch, value);
        Builder.Resume(current);
        return leaving;
    }

    private void LowerReturn(IOperation? value)
    {
        TypeShape result = method.Result;
        if (value is null)
        {
            Builder.Return(method.Builder.Function.Program is null ? null : Builder.Constant(method.Builder.Function.ReturnType, 0));
        }
        else if (method.Builder.Function is { Program: null, ReturnType: IrType.Pointer })
        {
            Builder.Return(method.Operands.ReferenceTo(method.Expressions.LowerPlace(value), value));
        }
        else if (result.IsAggregate && method.Variables.ResultMemory(result) is { } memory)
        {
            method.Operands.Write(memory, method.Expressions.Lower(value), value);
            Builder.Return(null);
        }
        else
        {
            Builder.Return(method.Expressions.LowerValue(value));
        }
    }

    private BasicBlock BlockOf(GraphBlock block)
    {
        if (!_blocks.TryGetValue(block, out BasicBlock? target))
            _blocks.Add(block, target = Builder.NewBlock());
        return target;
    }
}
