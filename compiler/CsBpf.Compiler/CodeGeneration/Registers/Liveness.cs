using CsBpf.Compiler.CodeGeneration.Machine;

namespace CsBpf.Compiler.CodeGeneration.Registers;

/// <summary>Which registers hold values that are still wanted, at the borders of blocks and, step by step, inside them.</summary>
internal sealed class Liveness
{
    private readonly MachineFunction _function;
    private readonly Dictionary<MachineBlock, BitSet> _liveIn;

    private Liveness(MachineFunction function)
    {
        _function = function;
        _liveIn = function.Blocks.ToDictionary(block => block, _ => new BitSet(function.RegisterCount));
    }

    /// <summary>Computes the liveness of a function's registers.</summary>
    public static Liveness Compute(MachineFunction function)
    {
        var liveness = new Liveness(function);
        bool changed = true;
        while (changed)
        {
            changed = false;
            for (int i = function.Blocks.Count - 1; i >= 0; i--)
            {
                MachineBlock block = function.Blocks[i];
                BitSet live = liveness.LiveOut(block);
                for (int j = block.Instructions.Count - 1; j >= 0; j--)
                    Step(live, block.Instructions[j]);
                changed |= liveness._liveIn[block].UnionWith(live);
            }
        }

        return liveness;
    }

    /// <summary>The registers that are live at the start of a block.</summary>
    public BitSet LiveIn(MachineBlock block) => _liveIn[block];

    /// <summary>The registers that are live at the end of a block; the caller's own set, for <see cref="Step"/>.</summary>
    public BitSet LiveOut(MachineBlock block)
    {
        var live = new BitSet(_function.RegisterCount);
        foreach (MachineBlock successor in block.Successors)
            live.UnionWith(_liveIn[successor]);
        return live;
    }

    /// <summary>Goes from what is live after an instruction to what is live before it.</summary>
    public static void Step(BitSet live, MachineInstruction instruction)
    {
        foreach (Register register in instruction.Definitions)
            live.Remove(register.Index);
        foreach (Register register in instruction.Uses)
            live.Add(register.Index);
    }
}
