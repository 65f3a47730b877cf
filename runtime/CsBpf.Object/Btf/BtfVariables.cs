using System.Collections.Immutable;

namespace CsBpf.Object.Btf;

/// <summary>The visibility of a variable.</summary>
public enum BtfVariableLinkage : byte
{
    /// <summary>Seen by its own file only.</summary>
    Static,

    /// <summary>Defined, and seen by all.</summary>
    Global,

    /// <summary>Declared only, defined elsewhere: a kernel symbol or a configuration value.</summary>
    External,
}

/// <summary>A global variable (Linux 5.2).</summary>
/// <param name="Name">The name.</param>
/// <param name="Type">The id of its type.</param>
/// <param name="Linkage">The visibility.</param>
public sealed record BtfVariable(string Name, uint Type, BtfVariableLinkage Linkage) : BtfType(Name)
{
    /// <inheritdoc/>
    public override BtfKind Kind => BtfKind.Variable;

    /// <inheritdoc/>
    public override BtfType MapIds(Func<uint, uint> map) => this with { Type = map(Type) };
}

/// <summary>The place of a variable in its section.</summary>
/// <param name="Type">The id of the <see cref="BtfVariable"/>, or of the <see cref="BtfFunction"/> in <c>.ksyms</c>.</param>
/// <param name="Offset">Its place, in bytes; compilers leave 0, and the symbol table tells.</param>
/// <param name="Size">Its size, in bytes.</param>
public readonly record struct BtfDataSectionEntry(uint Type, uint Offset, uint Size);

/// <summary>A section of global variables (Linux 5.2).</summary>
/// <param name="Name">The section's name, such as <c>.rodata</c>.</param>
/// <param name="Size">The section's size, in bytes; compilers leave 0, and the section header tells.</param>
/// <param name="Entries">The variables, in the order of their places.</param>
public sealed record BtfDataSection(string Name, uint Size, ImmutableArray<BtfDataSectionEntry> Entries) : BtfType(Name)
{
    /// <inheritdoc/>
    public override BtfKind Kind => BtfKind.DataSection;

    /// <inheritdoc/>
    public override BtfType MapIds(Func<uint, uint> map) =>
        this with { Entries = [.. Entries.Select(entry => entry with { Type = map(entry.Type) })] };

    /// <summary>Whether both have the same name, size and entries.</summary>
    public bool Equals(BtfDataSection? other) =>
        base.Equals(other) && Size == other.Size && Entries.AsSpan().SequenceEqual(other.Entries.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Size, Sequence.HashCodeOf(Entries));
}
