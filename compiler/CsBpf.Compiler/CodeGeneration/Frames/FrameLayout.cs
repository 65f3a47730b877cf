using CsBpf.Compiler.CodeGeneration.Machine;

namespace CsBpf.Compiler.CodeGeneration.Frames;

/// <summary>Gives the stack memory of a function its place in the frame; memory that is not in use at the same time shares places.</summary>
internal static class FrameLayout
{
    /// <summary>The size of a frame, in bytes.</summary>
    public const int MaxSize = 512;

    /// <summary>Places the memory of a function, on the machine's registers.</summary>
    /// <exception cref="CodeGenerationException">It is more than a frame holds.</exception>
    public static void Place(MachineFunction function)
    {
        FrameInterference interference = FrameInterference.Analyze(function);
        List<FrameObject> placed = [];
        foreach (FrameObject memory in function.Frame.OrderByDescending(memory => memory.Alignment).ThenByDescending(memory => memory.Size))
        {
            memory.Offset = FindPlace(memory, placed.Where(other => interference.Interfere(memory, other)));
            placed.Add(memory);
        }

        function.StackSize = placed.Count == 0 ? 0 : Align(-placed.Min(memory => memory.Offset), 8);
        if (function.StackSize > MaxSize)
        {
            throw new CodeGenerationException(
                CodeGenerationError.FrameTooLarge,
                function.Source,
                $"'{function.Source.Name}' needs {function.StackSize} bytes of stack, a frame has {MaxSize}.",
                function.StackSize);
        }
    }

    /// <summary>The first place from the frame pointer down that is free and aligned.</summary>
    private static int FindPlace(FrameObject memory, IEnumerable<FrameObject> taken)
    {
        int start = -Align(memory.Size, memory.Alignment);
        foreach (FrameObject other in taken.OrderByDescending(other => other.Offset))
        {
            bool overlaps = start < other.Offset + other.Size && other.Offset < start + memory.Size;
            if (overlaps)
                start = -Align(memory.Size - other.Offset, memory.Alignment);
        }

        return start;
    }

    private static int Align(int size, int alignment) => (size + alignment - 1) / alignment * alignment;
}
