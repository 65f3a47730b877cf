using System.Reflection;

namespace CsBpf.Testing;

/// <summary>
/// A piece of the language on its own: one BPF object in one file (<c>BasicLoops/WhileWithBreak.bpf.cs</c>), which tests compile to BPF, run
/// in the kernel and run on the CLR.
/// </summary>
/// <param name="Name">Group and class: <c>BasicLoops.WhileWithBreak</c>.</param>
/// <param name="FileName">The name of its source file.</param>
/// <param name="Source">The text of its source file.</param>
public sealed record Construct(string Name, string FileName, string Source)
{
    private const string Extension = ".bpf.cs";

    /// <summary>The constructs whose sources <paramref name="assembly"/> embeds, in order of their names.</summary>
    public static IReadOnlyList<Construct> All(Assembly assembly) =>
        [.. assembly.GetManifestResourceNames().Where(name => name.EndsWith(Extension, StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(name => Read(assembly, name))];

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static Construct Read(Assembly assembly, string resource)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        string path = resource.Replace('\\', '/');
        return new Construct(path[..^Extension.Length].Replace('/', '.'), Path.GetFileName(path), reader.ReadToEnd());
    }
}
