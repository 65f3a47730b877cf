using CsBpf.Compiler.CodeGeneration.Machine;

namespace CsBpf.Compiler.CodeGeneration.Layout;

/// <summary>
/// Removes what puts into a register the value that it has: copies back, constants again, spilled values that are still there. Runs on the
/// machine's registers, from the start of a block to its end.
/// </summary>
internal sealed class RedundantMoves
{
    private readonly object?[] _contents = new object?[Register.MachineCount];
    private readonly Dictionary<FrameObject, object> _homes = [];

    /// <summary>Removes the redundant moves of a function.</summary>
    public static void Remove(MachineFunction function)
    {
        foreach (MachineBlock block in function.Blocks)
        {
            var moves = new RedundantMoves();
            block.Instructions.RemoveAll(moves.IsRedundant);
        }
    }

    /// <summary>Goes over an instruction; tells whether it changes nothing.</summary>
    private bool IsRedundant(MachineInstruction instruction)
    {
        if (instruction.IsMove || instruction.IsRematerializable || IsReload(instruction))
        {
            object content = ContentOf(instruction);
            if (Equals(_contents[instruction.Destination.Index], content))
                return true;
            _contents[instruction.Destination.Index] = content;
            return false;
        }

        foreach (Register defined in instruction.Definitions)
            _contents[defined.Index] = null;
        if (IsSpill(instruction))
            _homes[instruction.Frame!] = ContentOf(instruction.Source);
        return false;
    }

    private object ContentOf(MachineInstruction instruction)
    {
        if (instruction.IsMove)
            return ContentOf(instruction.Source);
        if (!IsReload(instruction))
            return (instruction.Form, instruction.Frame, instruction.Symbol, instruction.Core);
        if (!_homes.TryGetValue(instruction.Frame!, out object? content))
            _homes[instruction.Frame!] = content = new object();
        return content;
    }

    private object ContentOf(Register register) => _contents[register.Index] ??= new object();

    private static bool IsSpill(MachineInstruction instruction) => instruction is { Frame.IsHome: true, Form.IsStore: true };

    private static bool IsReload(MachineInstruction instruction) => instruction is { Frame.IsHome: true, Form.IsLoad: true };
}
