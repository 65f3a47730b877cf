using CsBpf.Compiler.CodeGeneration.Machine;

namespace CsBpf.Compiler.CodeGeneration.Layout;

/// <summary>
/// Makes one block of the same ends of blocks: exits with the same result, jumps to the same block after the same instructions. Runs after
/// register allocation, when what is the same looks the same.
/// </summary>
internal static class TailMerging
{
    /// <summary>An end that is shared has to save this many instructions for the jump it costs.</summary>
    private const int MinLength = 2;

    /// <summary>Merges the ends of the blocks of a function.</summary>
    public static void Run(MachineFunction function)
    {
        while (MergeOne(function))
        {
        }
    }

    private static bool MergeOne(MachineFunction function)
    {
        foreach (IGrouping<MachineBlock?, MachineBlock> group in GroupsByEnd(function))
        {
            List<MachineBlock> blocks = [.. group];
            for (int i = 0; i < blocks.Count; i++)
            {
                for (int j = i + 1; j < blocks.Count; j++)
                {
                    if (Merge(function, blocks[i], blocks[j]))
                        return true;
                }
            }
        }

        return false;
    }

    /// <summary>The blocks that leave the function, and those that go on at the same block.</summary>
    private static IEnumerable<IGrouping<MachineBlock?, MachineBlock>> GroupsByEnd(MachineFunction function) =>
        function.Blocks.Where(block => block.Successors.Count < 2).GroupBy(block => block.Successors.SingleOrDefault());

    private static bool Merge(MachineFunction function, MachineBlock left, MachineBlock right)
    {
        int length = CommonLength(left, right);
        if (length < MinLength)
            return false;

        MachineBlock shared = right.Instructions.Count == length ? right : left.Instructions.Count == length ? left : Split(function, right, length);
        MachineBlock other = shared == left ? right : left;
        other.Instructions.RemoveRange(other.Instructions.Count - length, length);
        other.Successors.Clear();
        other.Successors.Add(shared);
        return true;
    }

    /// <summary>Gives the last instructions of a block to a block of their own.</summary>
    private static MachineBlock Split(MachineFunction function, MachineBlock block, int length)
    {
        MachineBlock end = function.NewBlock(block.LoopDepth);
        int start = block.Instructions.Count - length;
        end.Instructions.AddRange(block.Instructions[start..]);
        end.Successors.AddRange(block.Successors);
        block.Instructions.RemoveRange(start, length);
        block.Successors.Clear();
        block.Successors.Add(end);
        function.Blocks.Insert(function.Blocks.IndexOf(block) + 1, end);
        return end;
    }

    private static int CommonLength(MachineBlock left, MachineBlock right)
    {
        int length = 0;
        while (length < Math.Min(left.Instructions.Count, right.Instructions.Count)
            && left.Instructions[^(length + 1)] is var instruction && MayShare(instruction) && instruction.IsSameAs(right.Instructions[^(length + 1)]))
        {
            length++;
        }

        return length;
    }

    /// <summary>The verifier wants an access to be by the same kind of pointer each time, and calls not to mix maps.</summary>
    private static bool MayShare(MachineInstruction instruction) => instruction.Form switch
    {
        { IsCall: true } => false,
        { IsLoad: true } or { IsStore: true } or { IsAtomic: true } => instruction.Frame is not null,
        _ => true,
    };
}
