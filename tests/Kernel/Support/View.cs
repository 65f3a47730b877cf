using CsBpf.Testing;

namespace CsBpf.KernelTests.Support;

/// <summary>What a view answers that was compiled from C# source; its method is <c>Show</c>.</summary>
internal static class View
{
    /// <summary>The lines of one reading.</summary>
    /// <param name="source">The text of a file with one object.</param>
    /// <param name="target">What it is about; null for all objects of its kind.</param>
    public static string[] ReadLines(string source, IteratorTarget? target = null)
    {
        using var loaded = BpfSource.Load(source);
        using var link = loaded.Program<IteratorProgram>("Show").Attach(target);
        return link.ReadAllText().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Which kind of objects the program was compiled to walk over, as the kernel names it.</summary>
    public static string? TargetOf(string source) =>
        BpfObjectSpec.Read(BpfSource.CompileObject(source)).Program("Show").Target;
}
