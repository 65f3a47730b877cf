using CsBpf.Compiler.CodeGeneration.Machine;

namespace CsBpf.Compiler.CodeGeneration.Registers;

internal sealed partial class GraphColoring
{
    /// <summary>Makes one of the two registers of a move, where that is safe.</summary>
    private bool Coalesce()
    {
        if (_pending.First is not { } first)
            return false;
        _pending.RemoveFirst();
        Move move = first.Value;
        (int into, int node) = (Alias(move.Destination), Alias(move.Source));
        if (IsFixed(node))
            (into, node) = (node, into);
        if (into == node)
        {
            move.State = MoveState.Settled;
            Unfreeze(into);
        }
        else if (IsFixed(node) || Interfere(into, node))
        {
            move.State = MoveState.Settled;
            Unfreeze(into);
            Unfreeze(node);
        }
        else if (IsFixed(into) ? Adjacent(node).All(neighbor => IsHarmless(neighbor, into)) : IsConservative(into, node))
        {
            move.State = MoveState.Settled;
            Combine(into, node);
            Unfreeze(into);
        }
        else
        {
            move.State = MoveState.Active;
        }

        return true;
    }

    private bool IsFixed(int node) => node < Register.MachineCount;

    private bool Interfere(int left, int right) => _graph.Contains(left, right);

    /// <summary>George's test: a neighbour that loses nothing when the node becomes the machine's register.</summary>
    private bool IsHarmless(int neighbor, int machine) => IsFixed(neighbor) || _degrees[neighbor] < Colors || Interfere(neighbor, machine);

    /// <summary>Briggs' test: the two together have fewer neighbours of high degree than there are colours.</summary>
    private bool IsConservative(int left, int right)
    {
        HashSet<int> neighbors = [.. Adjacent(left), .. Adjacent(right)];
        int significant = 0;
        foreach (int neighbor in neighbors)
        {
            bool isShared = !IsFixed(neighbor) && Interfere(neighbor, left) && Interfere(neighbor, right);
            if (_degrees[neighbor] - (isShared ? 1 : 0) >= Colors)
                significant++;
        }

        return significant < Colors;
    }

    private void Combine(int into, int node)
    {
        SetState(node, NodeState.Coalesced);
        _aliases[node] = into;
        _moves[into].AddRange(_moves[node]);
        _costs[into] = double.IsInfinity(_costs[into]) ? _costs[node] : _costs[into] + (double.IsInfinity(_costs[node]) ? 0 : _costs[node]);
        EnableMoves(node);
        foreach (int neighbor in Adjacent(node).ToList())
        {
            if (_graph.Add(neighbor, into))
            {
                // The neighbour lost the node and got the other instead.
                if (!IsFixed(into))
                    _degrees[into]++;
            }
            else
            {
                DecrementDegree(neighbor);
            }
        }

        if (_states[into] == NodeState.Freeze && _degrees[into] >= Colors)
            SetState(into, NodeState.Spill);
    }

    private void Unfreeze(int node)
    {
        if (!IsFixed(node) && _states[node] == NodeState.Freeze && !IsMoveRelated(node) && _degrees[node] < Colors)
            SetState(node, NodeState.Simplify);
    }
}
