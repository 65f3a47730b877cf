namespace CsBpf.Compiler.CodeGeneration.Machine;

/// <summary>Memory in the stack frame: a slot of the function, or the home of a spilled register.</summary>
/// <param name="index">The number in the function.</param>
/// <param name="name">The name, for people.</param>
/// <param name="size">The size in bytes.</param>
/// <param name="alignment">The alignment in bytes.</param>
/// <param name="isHome">Whether it is the home of a spilled register.</param>
internal sealed class FrameObject(int index, string name, int size, int alignment, bool isHome)
{
    /// <summary>The number in the function.</summary>
    public int Index { get; } = index;

    /// <summary>The name, for people.</summary>
    public string Name { get; } = name;

    /// <summary>The size in bytes.</summary>
    public int Size { get; } = size;

    /// <summary>The alignment in bytes.</summary>
    public int Alignment { get; } = alignment;

    /// <summary>True for the home of a spilled register: only whole registers go in and out, and nobody has its address.</summary>
    public bool IsHome { get; } = isHome;

    /// <summary>The place from the frame pointer, negative; known after the frame's layout.</summary>
    public int Offset { get; set; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
