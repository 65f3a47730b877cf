using CsBpf.Compiler.Ir;
using CsBpf.Compiler.Ir.Analysis;
using CsBpf.Compiler.Optimization;

namespace CsBpf.Compiler.CodeGeneration.Packets;

/// <summary>
/// What has moved the packet last, at each place of a function: a call; a block, where ways meet on some of which it was moved; null, where nothing
/// has. The verifier knows a packet's addresses as long as that is the same.
/// </summary>
internal sealed class PacketEpochs
{
    private readonly Dictionary<BasicBlock, object?> _atStart = [];

    /// <summary>Finds out.</summary>
    public PacketEpochs(Function function)
    {
        BasicBlock[] moving = [.. function.Blocks.Where(block => block.Values.Exists(PacketMoves.Moves))];
        if (moving.Length == 0)
            return;
        function.FillPredecessors();
        var dominators = new DominatorTree(function);
        HashSet<BasicBlock> meetings = new DominanceFrontiers(function, dominators).Iterate(moving.Where(dominators.IsReachable), _ => true);
        foreach (BasicBlock block in dominators.Order)
            _atStart.Add(block, meetings.Contains(block) ? block : dominators.ImmediateDominator(block) is { } above ? AtEnd(above) : null);
    }

    /// <summary>What has moved the packet last before a value. At a phi: where control comes to its block.</summary>
    public object? Before(Value value) => _atStart.Count == 0 ? null : Last(value.Block!, value.Block!.Values.IndexOf(value));

    private object? AtEnd(BasicBlock block) => Last(block, block.Values.Count);

    private object? Last(BasicBlock block, int place)
    {
        int move = place == 0 ? -1 : block.Values.FindLastIndex(place - 1, PacketMoves.Moves);
        return move >= 0 ? block.Values[move] : _atStart.GetValueOrDefault(block);
    }
}
