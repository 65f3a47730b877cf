namespace CsBpf.Object.Btf;

/// <summary>An array.</summary>
/// <param name="Element">The id of the element's type.</param>
/// <param name="Index">The id of the index's type.</param>
/// <param name="Length">The number of elements.</param>
public sealed record BtfArray(uint Element, uint Index, uint Length) : BtfType("")
{
    /// <inheritdoc/>
    public override BtfKind Kind => BtfKind.Array;

    /// <inheritdoc/>
    public override BtfType MapIds(Func<uint, uint> map) => this with { Element = map(Element), Index = map(Index) };
}
