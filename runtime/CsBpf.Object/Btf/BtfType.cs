namespace CsBpf.Object.Btf;

/// <summary>A BTF type. Types refer to each other by id; the id 0 is <c>void</c>.</summary>
/// <param name="Name">The name, empty when the type has none.</param>
public abstract record BtfType(string Name)
{
    /// <summary>The kind of the type.</summary>
    public abstract BtfKind Kind { get; }

    /// <summary>The same type with the ids of the types it refers to replaced, for moving it to other BTF.</summary>
    /// <param name="map">Gives the new id for an id; asked about <c>void</c>, 0, too.</param>
    public virtual BtfType MapIds(Func<uint, uint> map) => this;
}

/// <summary><c>void</c>, the type with the id 0.</summary>
public sealed record BtfVoid() : BtfType("")
{
    /// <summary>The one value.</summary>
    public static BtfVoid Instance { get; } = new();

    /// <inheritdoc/>
    public override BtfKind Kind => BtfKind.Void;
}
