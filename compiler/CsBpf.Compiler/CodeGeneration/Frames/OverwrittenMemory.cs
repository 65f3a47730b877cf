using CsBpf.Compiler.CodeGeneration.Machine;
using CsBpf.Object.Instructions;

namespace CsBpf.Compiler.CodeGeneration.Frames;

/// <summary>Finds on the way back through a block where stack memory starts to be overwritten as a whole, before anything else is done with it.</summary>
internal sealed class OverwrittenMemory
{
    private readonly Dictionary<int, HashSet<int>> _written = [];

    /// <summary>Goes from after an instruction to before it.</summary>
    /// <param name="instruction">The instruction.</param>
    /// <param name="mentioned">The memory that it has to do with.</param>
    /// <returns>The memory all of whose bytes are written from here on, before any is read; null for none.</returns>
    public FrameObject? StepBack(MachineInstruction instruction, BitSet mentioned)
    {
        FrameObject? target = instruction is { Frame: { } memory, Form.IsStore: true } ? memory : null;
        foreach (int index in mentioned.Members().Where(index => index != target?.Index).ToList())
            _written.Remove(index);
        if (target is null)
            return null;
        if (!_written.TryGetValue(target.Index, out HashSet<int>? bytes))
            _written.Add(target.Index, bytes = []);
        bytes.UnionWith(Enumerable.Range(instruction.Form.Offset, instruction.Form.MemorySize.Bytes()));
        return bytes.Count == target.Size ? target : null;
    }
}
