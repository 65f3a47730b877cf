using System.Collections.Immutable;

namespace CsBpf.Object.Btf;

/// <summary>Hash codes of sequences that are compared element by element.</summary>
internal static class Sequence
{
    public static int HashCodeOf<T>(ImmutableArray<T> elements)
    {
        var hash = new HashCode();
        foreach (var element in elements.AsSpan())
            hash.Add(element);

        return hash.ToHashCode();
    }
}
