using CsBpf.Compiler.Ir;

namespace CsBpf.Compiler.CodeGeneration;

/// <summary>Refuses loops that nothing leads out of: the kernel takes only what ends.</summary>
internal static class EndlessLoops
{
    /// <summary>Checks a function.</summary>
    /// <exception cref="CodeGenerationException">From a part of the function no end can be reached.</exception>
    public static void Check(Function function)
    {
        ILookup<BasicBlock, BasicBlock> predecessors = function.Blocks
            .SelectMany(block => block.Successors.Select(successor => (Block: block, Successor: successor)))
            .ToLookup(edge => edge.Successor, edge => edge.Block);
        HashSet<BasicBlock> ending = [.. function.Blocks.Where(block => block.Successors.Count == 0)];
        var pending = new Stack<BasicBlock>(ending);
        while (pending.TryPop(out BasicBlock? block))
        {
            foreach (BasicBlock predecessor in predecessors[block].Where(ending.Add))
                pending.Push(predecessor);
        }

        // The first ones may only lead there.
        if (function.Blocks.FindLast(block => !ending.Contains(block)) is { } endless)
        {
            throw new CodeGenerationException(
                CodeGenerationError.EndlessLoop,
                function,
                $"Nothing leads out of a loop in '{function.Name}'.",
                location: endless.TerminatorLocation);
        }
    }
}
