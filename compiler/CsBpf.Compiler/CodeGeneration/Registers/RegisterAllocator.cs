using CsBpf.Compiler.CodeGeneration.Machine;

namespace CsBpf.Compiler.CodeGeneration.Registers;

/// <summary>Gives every virtual register one of the machine's, and those that get none a home on the stack.</summary>
internal static class RegisterAllocator
{
    /// <summary>How many instructions on a reloaded value may be used again. More saves few loads and makes colouring harder.</summary>
    private const int SpillWindow = 4;

    /// <summary>Allocates the registers of a function; copies that become one with their source are removed.</summary>
    /// <param name="function">The function.</param>
    /// <param name="namesCopies">Whether the verifier must be told that what is spilled is what is loaded again.</param>
    public static void Allocate(MachineFunction function, bool namesCopies)
    {
        HashSet<Register> unspillable = [];
        while (true)
        {
            InterferenceGraph graph = InterferenceGraph.Build(function, Liveness.Compute(function));
            var coloring = GraphColoring.Color(function, graph, SpillCosts.Compute(function, unspillable));
            if (coloring.Spilled.Count == 0)
            {
                Apply(function, coloring);
                return;
            }

            MergeSpilled(function, coloring, unspillable);
            SpillCode.Insert(function, coloring.Spilled, unspillable, SpillWindow, namesCopies);
        }
    }

    /// <summary>What was made one register is spilled as one: it shares a home, and the copies inside go away.</summary>
    private static void MergeSpilled(MachineFunction function, GraphColoring coloring, HashSet<Register> unspillable)
    {
        foreach (MachineBlock block in function.Blocks)
        {
            foreach (MachineInstruction instruction in block.Instructions)
            {
                instruction.Destination = Merge(instruction.Destination);
                instruction.Source = Merge(instruction.Source);
            }

            block.Instructions.RemoveAll(instruction => instruction.IsMove && instruction.Destination == instruction.Source);
        }

        Register Merge(Register register)
        {
            Register representative = coloring.RepresentativeOf(register);
            return coloring.Spilled.Contains(representative) && !unspillable.Contains(register) ? representative : register;
        }
    }

    private static void Apply(MachineFunction function, GraphColoring coloring)
    {
        foreach (MachineBlock block in function.Blocks)
        {
            foreach (MachineInstruction instruction in block.Instructions)
            {
                instruction.Destination = coloring.RegisterOf(instruction.Destination);
                instruction.Source = coloring.RegisterOf(instruction.Source);
            }

            block.Instructions.RemoveAll(instruction => instruction.IsMove && instruction.Destination == instruction.Source);
        }
    }
}
