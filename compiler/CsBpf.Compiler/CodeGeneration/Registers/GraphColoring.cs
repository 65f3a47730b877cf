using System.Numerics;
using CsBpf.Compiler.CodeGeneration.Machine;

namespace CsBpf.Compiler.CodeGeneration.Registers;

/// <summary>
/// Colours the interference graph with the machine's registers and makes one of copied registers where that can't make the graph harder to
/// colour: iterated register coalescing (L. George, A. W. Appel, 1996).
/// </summary>
internal sealed partial class GraphColoring
{
    private const int Colors = Register.AllocatableCount;
    private const int Infinite = int.MaxValue / 2;

    private enum NodeState
    {
        /// <summary>A machine's register.</summary>
        Fixed,

        /// <summary>Of low degree, takes part in no move that may still coalesce.</summary>
        Simplify,

        /// <summary>Of low degree, takes part in moves.</summary>
        Freeze,

        /// <summary>Of high degree.</summary>
        Spill,

        /// <summary>Taken out of the graph.</summary>
        Selected,

        /// <summary>Become one with another.</summary>
        Coalesced,
    }

    private enum MoveState
    {
        /// <summary>To be tried.</summary>
        Pending,

        /// <summary>To be tried again when the graph changes around it.</summary>
        Active,

        /// <summary>Done with, one way or the other.</summary>
        Settled,
    }

    private sealed class Move(int destination, int source)
    {
        public int Destination { get; } = destination;

        public int Source { get; } = source;

        public MoveState State { get; set; } = MoveState.Pending;
    }

    private readonly InterferenceGraph _graph;
    private readonly double[] _costs;
    private readonly int[] _degrees;
    private readonly int[] _aliases;
    private readonly int[] _colors;
    private readonly NodeState[] _states;
    private readonly List<Move>[] _moves;
    private readonly SortedSet<int> _simplify = [];
    private readonly SortedSet<int> _freeze = [];
    private readonly SortedSet<int> _spill = [];
    private readonly LinkedList<Move> _pending = [];
    private readonly Stack<int> _selected = [];

    private GraphColoring(MachineFunction function, InterferenceGraph graph, double[] costs)
    {
        int count = function.RegisterCount;
        _graph = graph;
        _costs = costs;
        _degrees = [.. Enumerable.Range(0, count).Select(node => node < Register.MachineCount ? Infinite : graph.Neighbors(node).Count)];
        _aliases = [.. Enumerable.Range(0, count)];
        _colors = [.. Enumerable.Range(0, count).Select(node => node < Register.MachineCount ? node : -1)];
        _states = new NodeState[count];
        _moves = [.. Enumerable.Range(0, count).Select(_ => new List<Move>())];
    }

    /// <summary>The registers that got no colour.</summary>
    public HashSet<Register> Spilled { get; } = [];

    /// <summary>The register that stands for all that were made one with this.</summary>
    public Register RepresentativeOf(Register register) => new(Alias(register.Index));

    /// <summary>The machine's register of a virtual one; meaningful when nothing is spilled.</summary>
    public Register RegisterOf(Register register) => new(_colors[Alias(register.Index)]);

    /// <summary>Colours the graph of a function.</summary>
    /// <param name="function">The function.</param>
    /// <param name="graph">Its interference graph.</param>
    /// <param name="costs">The cost of spilling each register, by index.</param>
    public static GraphColoring Color(MachineFunction function, InterferenceGraph graph, double[] costs)
    {
        var coloring = new GraphColoring(function, graph, costs);
        coloring.CollectMoves(function);
        coloring.MakeWorklists();
        while (coloring.Simplify() || coloring.Coalesce() || coloring.Freeze() || coloring.SelectSpill())
        {
        }

        coloring.AssignColors();
        return coloring;
    }

    private void CollectMoves(MachineFunction function)
    {
        IEnumerable<MachineInstruction> moves = function.Blocks.OrderByDescending(block => block.LoopDepth)
            .SelectMany(block => block.Instructions).Where(instruction => instruction.IsMove);
        foreach (MachineInstruction instruction in moves)
        {
            if (instruction.Destination == instruction.Source)
                continue;
            var move = new Move(instruction.Destination.Index, instruction.Source.Index);
            _moves[move.Destination].Add(move);
            _moves[move.Source].Add(move);
            _pending.AddLast(move);
        }
    }

    private void MakeWorklists()
    {
        for (int node = Register.MachineCount; node < _states.Length; node++)
            Enlist(node);
    }

    private void Enlist(int node)
    {
        SetState(node, _degrees[node] >= Colors ? NodeState.Spill : IsMoveRelated(node) ? NodeState.Freeze : NodeState.Simplify);
    }

    private void SetState(int node, NodeState state)
    {
        WorklistOf(_states[node])?.Remove(node);
        _states[node] = state;
        WorklistOf(state)?.Add(node);
    }

    private SortedSet<int>? WorklistOf(NodeState state) => state switch
    {
        NodeState.Simplify => _simplify,
        NodeState.Freeze => _freeze,
        NodeState.Spill => _spill,
        _ => null,
    };

    private IEnumerable<int> Adjacent(int node) =>
        _graph.Neighbors(node).Where(neighbor => _states[neighbor] is not (NodeState.Selected or NodeState.Coalesced));

    private IEnumerable<Move> OpenMoves(int node) => _moves[node].Where(move => move.State != MoveState.Settled);

    private bool IsMoveRelated(int node) => OpenMoves(node).Any();

    /// <summary>Takes out a node that gets a colour whatever its neighbours get.</summary>
    private bool Simplify()
    {
        if (_simplify.Count == 0)
            return false;
        Remove(_simplify.Min);
        return true;
    }

    private void Remove(int node)
    {
        SetState(node, NodeState.Selected);
        _selected.Push(node);
        foreach (int neighbor in Adjacent(node).ToList())
            DecrementDegree(neighbor);
    }

    private void DecrementDegree(int node)
    {
        if (_states[node] == NodeState.Fixed)
            return;
        if (_degrees[node]-- != Colors)
            return;
        EnableMoves(node);
        foreach (int neighbor in Adjacent(node))
            EnableMoves(neighbor);
        if (_states[node] == NodeState.Spill)
            SetState(node, IsMoveRelated(node) ? NodeState.Freeze : NodeState.Simplify);
    }

    private void EnableMoves(int node)
    {
        foreach (Move move in _moves[node])
        {
            if (move.State != MoveState.Active)
                continue;
            move.State = MoveState.Pending;
            _pending.AddLast(move);
        }
    }

    /// <summary>Gives up on the moves of a node of low degree.</summary>
    private bool Freeze()
    {
        if (_freeze.Count == 0)
            return false;
        int node = _freeze.MinBy(candidate => _costs[candidate]);
        SetState(node, NodeState.Simplify);
        FreezeMoves(node);
        return true;
    }

    private void FreezeMoves(int node)
    {
        foreach (Move move in OpenMoves(node).ToList())
        {
            int other = Alias(move.Source) == Alias(node) ? Alias(move.Destination) : Alias(move.Source);
            move.State = MoveState.Settled;
            if (_states[other] == NodeState.Freeze && !IsMoveRelated(other))
                SetState(other, NodeState.Simplify);
        }
    }

    /// <summary>Takes out the node that is cheapest on the stack for the room it makes; it may get a colour all the same.</summary>
    private bool SelectSpill()
    {
        if (_spill.Count == 0)
            return false;
        int node = _spill.MinBy(candidate => _costs[candidate] / _degrees[candidate]);
        SetState(node, NodeState.Simplify);
        FreezeMoves(node);
        return true;
    }

    private void AssignColors()
    {
        while (_selected.TryPop(out int node))
        {
            int free = (1 << Colors) - 1;
            foreach (int neighbor in _graph.Neighbors(node))
            {
                int color = _colors[Alias(neighbor)];
                if (color is >= 0 and < Colors)
                    free &= ~(1 << color);
            }

            if (free == 0)
                Spilled.Add(new Register(node));
            else
                _colors[node] = Prefer(node, free);
        }
    }

    /// <summary>A free register that makes one of the node's copies go away, or else the first.</summary>
    private int Prefer(int node, int free)
    {
        foreach (Move move in _moves[node])
        {
            int other = Alias(move.Destination) == node ? Alias(move.Source) : Alias(move.Destination);
            if (_colors[other] is >= 0 and < Colors && (free >> _colors[other] & 1) != 0)
                return _colors[other];
        }

        return BitOperations.TrailingZeroCount(free);
    }

    private int Alias(int node)
    {
        while (_aliases[node] != node)
            node = _aliases[node];
        return node;
    }
}
