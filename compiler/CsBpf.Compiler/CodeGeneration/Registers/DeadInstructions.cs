using CsBpf.Compiler.CodeGeneration.Machine;

namespace CsBpf.Compiler.CodeGeneration.Registers;

/// <summary>Removes instructions whose results nobody wants.</summary>
internal static class DeadInstructions
{
    /// <summary>Removes the dead instructions of a function.</summary>
    public static void Remove(MachineFunction function)
    {
        Liveness liveness = Liveness.Compute(function);
        foreach (MachineBlock block in function.Blocks)
        {
            BitSet live = liveness.LiveOut(block);
            for (int i = block.Instructions.Count - 1; i >= 0; i--)
            {
                MachineInstruction instruction = block.Instructions[i];
                if (IsRemovable(instruction) && !live.Contains(instruction.Destination.Index))
                    block.Instructions.RemoveAt(i);
                else
                    Liveness.Step(live, instruction);
            }
        }
    }

    private static bool IsRemovable(MachineInstruction instruction) => instruction.Form.IsAlu || instruction.Form.IsWideLoad;
}
