using System.Collections.Immutable;

namespace CsBpf.Object.Btf;

/// <summary>A member of a struct or union.</summary>
/// <param name="Name">The name, empty for an anonymous struct or union.</param>
/// <param name="Type">The id of its type.</param>
/// <param name="BitOffset">Its place from the start of the struct, in bits.</param>
/// <param name="BitfieldSize">Its width in bits when it is a bit field, otherwise 0.</param>
public readonly record struct BtfMember(string Name, uint Type, uint BitOffset, byte BitfieldSize = 0);

/// <summary>A struct or union.</summary>
/// <param name="Name">The tag, empty for an anonymous one.</param>
/// <param name="Size">The size, in bytes.</param>
/// <param name="Members">The members, in their order.</param>
public abstract record BtfComposite(string Name, uint Size, ImmutableArray<BtfMember> Members) : BtfType(Name)
{
    /// <inheritdoc/>
    public override BtfType MapIds(Func<uint, uint> map) =>
        this with { Members = [.. Members.Select(member => member with { Type = map(member.Type) })] };

    /// <summary>Whether both have the same kind, name, size and members.</summary>
    public virtual bool Equals(BtfComposite? other) =>
        base.Equals(other) && Size == other.Size && Members.AsSpan().SequenceEqual(other.Members.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Size, Sequence.HashCodeOf(Members));
}

/// <summary>A struct.</summary>
/// <inheritdoc cref="BtfComposite"/>
public sealed record BtfStruct(string Name, uint Size, ImmutableArray<BtfMember> Members) : BtfComposite(Name, Size, Members)
{
    /// <inheritdoc/>
    public override BtfKind Kind => BtfKind.Struct;
}

/// <summary>A union.</summary>
/// <inheritdoc cref="BtfComposite"/>
public sealed record BtfUnion(string Name, uint Size, ImmutableArray<BtfMember> Members) : BtfComposite(Name, Size, Members)
{
    /// <inheritdoc/>
    public override BtfKind Kind => BtfKind.Union;
}
