using System.Collections.Immutable;
using CsBpf.Compiler.Frontend.Types;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using BasicBlock = CsBpf.Compiler.Ir.BasicBlock;

namespace CsBpf.Compiler.Frontend.Lowering;

/// <summary>
/// What a run does on its way out of protected regions: a <c>finally</c> is compiled once for each place that a run goes on at behind it, so that
/// no variable has to remember where that is, and the verifier sees each way as it is.
/// </summary>
/// <param name="method">The method.</param>
/// <param name="graph">Its control flow graph.</param>
/// <param name="root">The region that is being compiled: all of the graph, or a <c>finally</c>.</param>
/// <param name="onFault">Where a fault goes on outside of it; null where it leaves the function.</param>
internal sealed class FinallyCopies(MethodLowering method, ControlFlowGraph graph, ControlFlowRegion root, BasicBlock? onFault)
{
    private readonly Dictionary<(ControlFlowRegion Region, BasicBlock Next), BasicBlock> _copies = [];
    private readonly Queue<(ControlFlowRegion Region, BasicBlock Entry, BasicBlock Next)> _pending = [];
    private BasicBlock? _fault;

    /// <summary>True where a region has a <c>finally</c> that does something: the enumerator of a span has nothing to dispose of.</summary>
    public static bool Has(ControlFlowGraph graph, ControlFlowRegion region) =>
        region.Kind == ControlFlowRegionKind.TryAndFinally && !IsLoopOverSpan(graph, region);

    /// <summary>Where a run goes on that leaves regions for a place.</summary>
    /// <param name="regions">What it does on the way, first to last.</param>
    /// <param name="next">The place.</param>
    public BasicBlock Through(ImmutableArray<ControlFlowRegion> regions, BasicBlock next)
    {
        foreach (ControlFlowRegion region in regions.Reverse().Where(region => Has(graph, region.EnclosingRegion!)))
            next = Copy(region, next);
        return next;
    }

    /// <summary>Where a fault in a region goes on; null where it leaves the function.</summary>
    public BasicBlock? OnFault(ControlFlowRegion region)
    {
        for (; region != root; region = region.EnclosingRegion!)
        {
            if (region is { Kind: ControlFlowRegionKind.Try, EnclosingRegion: { } whole } && Has(graph, whole))
                return Copy(whole.NestedRegions[^1], OnFault(whole.EnclosingRegion!) ?? Fault());
        }

        return onFault;
    }

    /// <summary>Compiles the copies that are asked for, and those that these ask for.</summary>
    public void Lower()
    {
        while (_pending.TryDequeue(out (ControlFlowRegion Region, BasicBlock Entry, BasicBlock Next) copy))
        {
            BasicBlock? outside = OnFault(copy.Region.EnclosingRegion!.EnclosingRegion!);
            new BlockLowering(method, graph, copy.Region, () => method.Builder.Jump(copy.Next), outside).Lower(copy.Entry);
        }

        if (_fault is not null)
        {
            method.Builder.Start(_fault);
            _fault.Fault(method.Builder.Location);
        }
    }

    private static bool IsLoopOverSpan(ControlFlowGraph graph, ControlFlowRegion region) =>
        region.NestedRegions is [{ Kind: ControlFlowRegionKind.Try }, { Kind: ControlFlowRegionKind.Finally } end] && end.FirstBlockOrdinal == end.LastBlockOrdinal
        && graph.Blocks[end.FirstBlockOrdinal].Operations is [IInvocationOperation { IsImplicit: true, Instance.Type.ContainingType: { } span }]
        && SpanShapes.IsSpan(span);

    private BasicBlock Copy(ControlFlowRegion region, BasicBlock next)
    {
        if (!_copies.TryGetValue((region, next), out BasicBlock? entry))
        {
            _copies.Add((region, next), entry = method.Builder.NewBlock());
            _pending.Enqueue((region, entry, next));
        }

        return entry;
    }

    private BasicBlock Fault() => _fault ??= method.Builder.NewBlock();
}
