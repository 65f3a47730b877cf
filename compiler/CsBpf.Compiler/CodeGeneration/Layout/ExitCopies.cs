using CsBpf.Compiler.CodeGeneration.Machine;
using CsBpf.Compiler.Ir;
using CsBpf.Object.Instructions;

namespace CsBpf.Compiler.CodeGeneration.Layout;

/// <summary>
/// Puts a copy of an exit where a jump to it would stand, which is as short. Exits that nobody gets to any more go: the verifier refuses
/// what can't be reached.
/// </summary>
internal static class ExitCopies
{
    /// <summary>Places the copies in a function whose blocks have their order.</summary>
    public static void Place(MachineFunction function, BpfIsa isa)
    {
        for (int i = 0; i < function.Blocks.Count; i++)
        {
            MachineBlock block = function.Blocks[i];
            MachineBlock? next = i + 1 < function.Blocks.Count ? function.Blocks[i + 1] : null;
            if (block.Successors is not [.., { Instructions: [{ Form.IsExit: true } exit] } target] || target == next)
                continue;
            if (block.Branch is not { } branch)
            {
                block.Instructions.Add(Copy(exit, block.Instructions.Count > 0 ? block.Instructions[^1].Location : exit.Location));
                block.Successors.Clear();
            }
            else if (block.Successors[0] != next || !branch.CanNegate(isa))
            {
                MachineBlock copy = function.NewBlock(block.LoopDepth);
                copy.Instructions.Add(Copy(exit, branch.Location));
                function.Blocks.Insert(i + 1, copy);
                block.Successors[1] = copy;
            }
        }

        ControlFlow.RemoveUnreachable(function);
    }

    private static MachineInstruction Copy(MachineInstruction exit, SourceLocation location) =>
        new(exit.Form, exit.Destination, exit.Source, location) { ArgumentCount = exit.ArgumentCount };
}
