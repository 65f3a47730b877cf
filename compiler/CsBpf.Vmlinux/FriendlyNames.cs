using System.Collections.Frozen;

namespace CsBpf.Vmlinux;

/// <summary>
/// The kernel types that have a class written by hand beside the generated one. The generated class is that one's base, and wherever a
/// member leads to such a type it is typed with the class written by hand.
/// </summary>
public sealed class FriendlyNames
{
    private readonly FrozenDictionary<string, string> _classes;

    private FriendlyNames(FrozenDictionary<string, string> classes) => _classes = classes;

    /// <summary>No such types.</summary>
    public static FriendlyNames None { get; } = Parse(TextReader.Null);

    /// <summary>Reads the table: a line for each type with its name in the kernel and its class; <c>#</c> starts a comment.</summary>
    /// <exception cref="FormatException">A line is not of that form, or a name is there twice.</exception>
    public static FriendlyNames Parse(TextReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var classes = new Dictionary<string, string>(StringComparer.Ordinal);
        for (int line = 1; reader.ReadLine() is { } text; line++)
        {
            string[] words = text.Split('#')[0].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0)
                continue;
            if (words is not [var type, var name] || !CSharpName.IsValid(type) || !CSharpName.IsValid(name))
                throw new FormatException($"Line {line} is not the name of a kernel type and the name of its class: '{text}'.");
            if (classes.ContainsValue(name) || !classes.TryAdd(type, name))
                throw new FormatException($"Line {line} has a name that is taken: '{text}'.");
        }

        return new FriendlyNames(classes.ToFrozenDictionary(StringComparer.Ordinal));
    }

    /// <summary>The class of a kernel type that has one.</summary>
    internal string? ClassOf(string type) => _classes.GetValueOrDefault(type);

    /// <summary>Whether a class of that name is written by hand.</summary>
    internal bool IsClass(string name) => _classes.Values.Contains(name);
}
