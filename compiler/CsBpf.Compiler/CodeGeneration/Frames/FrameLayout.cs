using CsBpf.Compiler.CodeGeneration.Machine;

namespace CsBpf.Compiler.CodeGeneration.Frames;

/// <summary>Gives the stack memory of a function its place in the frame.</summary>
internal static class FrameLayout
{
    /// <summary>The size of a frame, and of those of a whole chain of calls, in bytes.</summary>
    public const int MaxSize = 512;

    /// <summary>Places the memory of a function.</summary>
    /// <exception cref="CodeGenerationException">It is more than a frame holds.</exception>
    public static void Place(MachineFunction function)
    {
        int size = 0;
        foreach (FrameObject memory in function.Frame)
        {
            size = Align(size + memory.Size, memory.Alignment);
            memory.Offset = -size;
        }

        function.StackSize = Align(size, 8);
        if (size > MaxSize)
        {
            throw new CodeGenerationException(
                CodeGenerationError.FrameTooLarge,
                function.Source,
                $"'{function.Source.Name}' needs {function.StackSize} bytes of stack, a frame has {MaxSize}.",
                function.StackSize);
        }
    }

    private static int Align(int size, int alignment) => (size + alignment - 1) / alignment * alignment;
}
