using CsBpf.Compiler.CodeGeneration.Machine;

namespace CsBpf.Compiler.CodeGeneration.Registers;

/// <summary>What it costs to keep a register on the stack: the loads and stores, by how often they run.</summary>
internal static class SpillCosts
{
    private const double LoopWeight = 10;

    /// <summary>Making a value again costs a little less than loading it: there is no store, and no memory.</summary>
    private const double RematerializationFactor = 0.75;

    /// <summary>The cost of each register, by its index.</summary>
    /// <param name="function">The function.</param>
    /// <param name="unspillable">Registers that are spill code themselves.</param>
    public static double[] Compute(MachineFunction function, HashSet<Register> unspillable)
    {
        double[] costs = new double[function.RegisterCount];
        HashSet<Register> rematerializable = [.. SpillCode.FindRematerializable(function).Keys];
        foreach (MachineBlock block in function.Blocks)
        {
            double weight = Math.Pow(LoopWeight, block.LoopDepth);
            foreach (MachineInstruction instruction in block.Instructions)
            {
                foreach (Register used in instruction.Uses)
                    costs[used.Index] += rematerializable.Contains(used) ? weight * RematerializationFactor : weight;
                foreach (Register defined in instruction.Definitions)
                    costs[defined.Index] += rematerializable.Contains(defined) ? 0 : weight;
            }
        }

        foreach (Register register in unspillable)
            costs[register.Index] = double.PositiveInfinity;
        return costs;
    }
}
