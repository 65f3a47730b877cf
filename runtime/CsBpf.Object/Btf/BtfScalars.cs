namespace CsBpf.Object.Btf;

/// <summary>What the bits of an integer mean.</summary>
[Flags]
public enum BtfIntEncoding : byte
{
    /// <summary>An unsigned number.</summary>
    None = 0,

    /// <summary>A signed number.</summary>
    Signed = 1,

    /// <summary>A character.</summary>
    Char = 2,

    /// <summary>A truth value.</summary>
    Bool = 4,
}

/// <summary>An integer.</summary>
/// <param name="Name">The name in C, such as <c>unsigned int</c>.</param>
/// <param name="Size">The storage, in bytes: 1, 2, 4, 8 or 16.</param>
/// <param name="Encoding">What the bits mean.</param>
/// <param name="Bits">The number of bits used; 0 stands for all of them.</param>
/// <param name="BitOffset">The first bit used.</param>
public sealed record BtfInt(string Name, uint Size, BtfIntEncoding Encoding, byte Bits, byte BitOffset = 0) : BtfType(Name)
{
    /// <summary>An integer that uses all bits of its storage.</summary>
    public BtfInt(string name, uint size, BtfIntEncoding encoding) : this(name, size, encoding, (byte)(size * 8))
    {
    }

    /// <inheritdoc/>
    public override BtfKind Kind => BtfKind.Int;

    /// <summary>Whether the number is signed.</summary>
    public bool IsSigned => (Encoding & BtfIntEncoding.Signed) != 0;
}

/// <summary>A floating-point number (Linux 5.13).</summary>
/// <param name="Name">The name in C.</param>
/// <param name="Size">The storage, in bytes.</param>
public sealed record BtfFloat(string Name, uint Size) : BtfType(Name)
{
    /// <inheritdoc/>
    public override BtfKind Kind => BtfKind.Float;
}
