using CsBpf.Compiler.CodeGeneration.Machine;
using CsBpf.Object.Instructions;

namespace CsBpf.Compiler.CodeGeneration.Layout;

/// <summary>
/// Finds the blocks from which control only goes on to the next, and is back where it came from: the end of a loop's body, where the loop's
/// test follows. Kernels before 6.7 take a way back only along a jump ("back-edge"), so that there has to be one, to what comes next
/// anyway; the verifier removes such jumps from the programs that it takes.
/// </summary>
internal static class ReturningBlocks
{
    /// <summary>Finds them in a function whose blocks have their order, by the walk that the verifier makes.</summary>
    public static HashSet<MachineBlock> Find(MachineFunction function, BpfIsa isa)
    {
        Dictionary<MachineBlock, MachineBlock> next =
            function.Blocks.Zip(function.Blocks.Skip(1)).ToDictionary(pair => pair.First, pair => pair.Second);
        HashSet<MachineBlock> returning = [];
        HashSet<MachineBlock> seen = [];
        HashSet<MachineBlock> onPath = [];
        Stack<(MachineBlock Block, IEnumerator<MachineBlock> Ways)> path = [];

        Enter(function.Blocks[0]);
        while (path.TryPeek(out var top))
        {
            if (!top.Ways.MoveNext())
            {
                onPath.Remove(path.Pop().Block);
                continue;
            }

            MachineBlock successor = top.Ways.Current;
            if (onPath.Contains(successor) && top.Block.Branch is null && next.GetValueOrDefault(top.Block) == successor)
                returning.Add(top.Block);
            if (!seen.Contains(successor))
                Enter(successor);
        }

        return returning;

        void Enter(MachineBlock block)
        {
            seen.Add(block);
            onPath.Add(block);
            path.Push((block, InOrder(block, next.GetValueOrDefault(block), isa).GetEnumerator()));
        }
    }

    /// <summary>First the way on which no condition holds, as the code will have it.</summary>
    private static IEnumerable<MachineBlock> InOrder(MachineBlock block, MachineBlock? next, BpfIsa isa)
    {
        bool isTurned = block.Successors is [var taken, _] && taken == next && block.Branch!.CanNegate(isa);
        return isTurned ? block.Successors : block.Successors.AsEnumerable().Reverse();
    }
}
