using System.Collections.Immutable;

namespace CsBpf.Object.Btf;

/// <summary>The visibility of a function.</summary>
public enum BtfFunctionLinkage : byte
{
    /// <summary>Verified together with its callers.</summary>
    Static,

    /// <summary>Verified on its own (Linux 5.6).</summary>
    Global,

    /// <summary>Declared only, defined elsewhere: a kernel function.</summary>
    External,
}

/// <summary>A function (Linux 5.0).</summary>
/// <param name="Name">The name.</param>
/// <param name="Prototype">The id of its <see cref="BtfFunctionPrototype"/>.</param>
/// <param name="Linkage">The visibility.</param>
public sealed record BtfFunction(string Name, uint Prototype, BtfFunctionLinkage Linkage) : BtfType(Name)
{
    /// <inheritdoc/>
    public override BtfKind Kind => BtfKind.Function;

    /// <inheritdoc/>
    public override BtfType MapIds(Func<uint, uint> map) => this with { Prototype = map(Prototype) };
}

/// <summary>A parameter of a function; a last one without name and type stands for <c>...</c>.</summary>
/// <param name="Name">The name, empty in the prototypes of pointers to functions.</param>
/// <param name="Type">The id of its type.</param>
public readonly record struct BtfParameter(string Name, uint Type);

/// <summary>The parameters and the result of a function (Linux 5.0).</summary>
/// <param name="Return">The id of the result's type.</param>
/// <param name="Parameters">The parameters, in their order.</param>
public sealed record BtfFunctionPrototype(uint Return, ImmutableArray<BtfParameter> Parameters) : BtfType("")
{
    /// <inheritdoc/>
    public override BtfKind Kind => BtfKind.FunctionPrototype;

    /// <inheritdoc/>
    public override BtfType MapIds(Func<uint, uint> map) => this with
    {
        Return = map(Return),
        Parameters = [.. Parameters.Select(parameter => parameter with { Type = map(parameter.Type) })],
    };

    /// <summary>Whether the function takes further arguments, <c>...</c>.</summary>
    public bool IsVariadic => Parameters is [.., { Name: "", Type: 0 }];

    /// <summary>Whether both have the same parameters and result.</summary>
    public bool Equals(BtfFunctionPrototype? other) =>
        base.Equals(other) && Return == other.Return && Parameters.AsSpan().SequenceEqual(other.Parameters.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Return, Sequence.HashCodeOf(Parameters));
}
