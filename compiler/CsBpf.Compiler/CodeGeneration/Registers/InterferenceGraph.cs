using CsBpf.Compiler.CodeGeneration.Machine;

namespace CsBpf.Compiler.CodeGeneration.Registers;

/// <summary>Which registers hold values at the same time and so can't be the same. The frame pointer takes no part.</summary>
internal sealed class InterferenceGraph
{
    private readonly int _count;
    private readonly ulong[] _matrix;
    private readonly List<int>[] _neighbors;

    private InterferenceGraph(int count)
    {
        _count = count;
        _matrix = new ulong[(((long)count * count) + 63) / 64];
        _neighbors = [.. Enumerable.Range(0, count).Select(_ => new List<int>())];
    }

    /// <summary>The neighbours of a virtual register; those of the machine's registers are not listed.</summary>
    public List<int> Neighbors(int register) => _neighbors[register];

    /// <summary>Whether two registers can't be the same.</summary>
    public bool Contains(int left, int right)
    {
        long bit = Bit(left, right);
        return (_matrix[bit >> 6] >> (int)bit & 1) != 0;
    }

    /// <summary>Adds an edge.</summary>
    /// <returns>False where it was there.</returns>
    public bool Add(int left, int right)
    {
        if (left == right || Contains(left, right))
            return false;
        Mark(left, right);
        Mark(right, left);
        if (left >= Register.MachineCount)
            _neighbors[left].Add(right);
        if (right >= Register.MachineCount)
            _neighbors[right].Add(left);
        return true;
    }

    /// <summary>Builds the graph of a function.</summary>
    public static InterferenceGraph Build(MachineFunction function, Liveness liveness)
    {
        var graph = new InterferenceGraph(function.RegisterCount);
        foreach (MachineBlock block in function.Blocks)
        {
            BitSet live = liveness.LiveOut(block);
            for (int i = block.Instructions.Count - 1; i >= 0; i--)
            {
                MachineInstruction instruction = block.Instructions[i];

                // A copy gives both registers the same value: they may be one.
                if (instruction.IsMove)
                    live.Remove(instruction.Source.Index);
                foreach (Register defined in instruction.Definitions)
                    live.Add(defined.Index);
                foreach (Register defined in instruction.Definitions)
                    graph.AddAll(defined.Index, live);
                Liveness.Step(live, instruction);
            }
        }

        return graph;
    }

    private void AddAll(int defined, BitSet live)
    {
        foreach (int other in live.Members())
        {
            if (other != Register.FramePointer.Index)
                Add(defined, other);
        }
    }

    private void Mark(int left, int right)
    {
        long bit = Bit(left, right);
        _matrix[bit >> 6] |= 1UL << (int)bit;
    }

    private long Bit(int left, int right) => ((long)left * _count) + right;
}
