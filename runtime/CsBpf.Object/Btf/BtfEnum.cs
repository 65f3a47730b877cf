using System.Collections.Immutable;

namespace CsBpf.Object.Btf;

/// <summary>A value of an enumeration.</summary>
/// <param name="Name">The name.</param>
/// <param name="Value">The value; of an unsigned 64-bit enumeration, its bits.</param>
public readonly record struct BtfEnumValue(string Name, long Value);

/// <summary>An enumeration.</summary>
/// <param name="Name">The tag, empty for an anonymous one.</param>
/// <param name="Size">The storage, in bytes.</param>
/// <param name="IsSigned">Whether the values are signed; known to the format since Linux 6.0, unsigned before.</param>
/// <param name="Is64Bit">Whether the values are kept with 64 bits, <see cref="BtfKind.Enum64"/> (Linux 6.0).</param>
/// <param name="Values">The values, in their order; none for a declaration.</param>
public sealed record BtfEnum(string Name, uint Size, bool IsSigned, bool Is64Bit, ImmutableArray<BtfEnumValue> Values) : BtfType(Name)
{
    /// <inheritdoc/>
    public override BtfKind Kind => Is64Bit ? BtfKind.Enum64 : BtfKind.Enum;

    /// <summary>Whether both have the same name, storage and values.</summary>
    public bool Equals(BtfEnum? other) =>
        base.Equals(other) && (Size, IsSigned, Is64Bit) == (other.Size, other.IsSigned, other.Is64Bit)
        && Values.AsSpan().SequenceEqual(other.Values.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Size, Sequence.HashCodeOf(Values));
}
