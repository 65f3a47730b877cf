using CsBpf.Compiler.CodeGeneration.Machine;
using CsBpf.Object.Instructions;

namespace CsBpf.Compiler.CodeGeneration.Layout;

/// <summary>
/// Puts the blocks in an order with few jumps: chains grow along the edges that are taken most, so that a loop ends with its test.
/// </summary>
internal static class BlockLayout
{
    private const double LoopWeight = 10;

    /// <summary>Orders the blocks of a function.</summary>
    public static void Order(MachineFunction function)
    {
        MachineBlock entry = function.Blocks[0];
        Dictionary<MachineBlock, List<MachineBlock>> chains = function.Blocks.ToDictionary(block => block, block => new List<MachineBlock> { block });
        foreach ((MachineBlock from, MachineBlock to) in EdgesByWeight(function))
        {
            List<MachineBlock> head = chains[from];
            List<MachineBlock> tail = chains[to];
            if (head == tail || head[^1] != from || tail[0] != to || to == entry)
                continue;
            head.AddRange(tail);
            foreach (MachineBlock block in tail)
                chains[block] = head;
        }

        // Chains come in the order in which control first gets to them.
        List<MachineBlock> order = [];
        HashSet<List<MachineBlock>> placed = [];
        foreach (MachineBlock block in function.Blocks)
        {
            if (placed.Add(chains[block]))
                order.AddRange(chains[block]);
        }

        function.Blocks.Clear();
        function.Blocks.AddRange(order);
    }

    /// <summary>
    /// The edges, those first whose jump is most worth saving. Among equals first those to a block that no other edge leads to, since a join
    /// can follow another of its predecessors; then the order of the code decides.
    /// </summary>
    private static IEnumerable<(MachineBlock From, MachineBlock To)> EdgesByWeight(MachineFunction function)
    {
        Dictionary<MachineBlock, List<MachineBlock>> predecessors = function.Predecessors();
        List<(MachineBlock From, MachineBlock To, double Weight)> edges = [];
        foreach (MachineBlock block in function.Blocks)
        {
            // A branch falls through on its second edge without being turned around.
            for (int i = block.Successors.Count - 1; i >= 0; i--)
            {
                MachineBlock successor = block.Successors[i];
                edges.Add((block, successor, ShareOf(block, i) * Math.Pow(LoopWeight, Math.Min(block.LoopDepth, successor.LoopDepth))));
            }
        }

        return edges.OrderByDescending(edge => edge.Weight).ThenBy(edge => edge.To.Successors.Count == 0)
            .ThenBy(edge => predecessors[edge.To].Count).Select(edge => (edge.From, edge.To));
    }

    /// <summary>What falling through saves: a jump for sure, one only where the other way does not fall through either, or nothing.</summary>
    private static double ShareOf(MachineBlock block, int successor)
    {
        if (block.Branch is not { } branch)
            return 1;
        return branch.Form.JumpCondition.Negate() is not null ? 0.5 : successor;
    }
}
