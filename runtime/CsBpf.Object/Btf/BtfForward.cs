namespace CsBpf.Object.Btf;

/// <summary>A declaration of a struct or union without its members.</summary>
/// <param name="Name">The tag.</param>
/// <param name="IsUnion">Whether it is a union.</param>
public sealed record BtfForward(string Name, bool IsUnion) : BtfType(Name)
{
    /// <inheritdoc/>
    public override BtfKind Kind => BtfKind.Forward;
}
