namespace CsBpf.Object.Btf;

/// <summary>A type that says something about one other type: a pointer, a typedef, a qualifier, a tag.</summary>
/// <param name="Name">The name; empty for pointers and qualifiers.</param>
/// <param name="Target">The id of the type it is about.</param>
public abstract record BtfReference(string Name, uint Target) : BtfType(Name)
{
    /// <inheritdoc/>
    public override BtfType MapIds(Func<uint, uint> map) => this with { Target = map(Target) };
}

/// <summary>A pointer.</summary>
/// <param name="Target">The id of the type it points to.</param>
public sealed record BtfPointer(uint Target) : BtfReference("", Target)
{
    /// <inheritdoc/>
    public override BtfKind Kind => BtfKind.Pointer;
}

/// <summary>A typedef.</summary>
/// <param name="Name">The new name.</param>
/// <param name="Target">The id of the type it names.</param>
public sealed record BtfTypedef(string Name, uint Target) : BtfReference(Name, Target)
{
    /// <inheritdoc/>
    public override BtfKind Kind => BtfKind.Typedef;
}

/// <summary>The qualifier <c>volatile</c>.</summary>
/// <param name="Target">The id of the qualified type.</param>
public sealed record BtfVolatile(uint Target) : BtfReference("", Target)
{
    /// <inheritdoc/>
    public override BtfKind Kind => BtfKind.Volatile;
}

/// <summary>The qualifier <c>const</c>.</summary>
/// <param name="Target">The id of the qualified type.</param>
public sealed record BtfConst(uint Target) : BtfReference("", Target)
{
    /// <inheritdoc/>
    public override BtfKind Kind => BtfKind.Const;
}

/// <summary>The qualifier <c>restrict</c>.</summary>
/// <param name="Target">The id of the qualified type.</param>
public sealed record BtfRestrict(uint Target) : BtfReference("", Target)
{
    /// <inheritdoc/>
    public override BtfKind Kind => BtfKind.Restrict;
}

/// <summary>A tag on a type, such as <c>__user</c>, <c>__rcu</c>, <c>__kptr</c> (Linux 5.17).</summary>
/// <param name="Name">The tag.</param>
/// <param name="Target">The id of the tagged type.</param>
/// <param name="IsAttribute">Whether it is an attribute of another name than <c>btf_type_tag</c> (Linux 6.15).</param>
public sealed record BtfTypeTag(string Name, uint Target, bool IsAttribute = false) : BtfReference(Name, Target)
{
    /// <inheritdoc/>
    public override BtfKind Kind => BtfKind.TypeTag;
}

/// <summary>A tag on a struct, union, variable, function or typedef, or on one of its members or parameters (Linux 5.16).</summary>
/// <param name="Name">The tag.</param>
/// <param name="Target">The id of the tagged declaration.</param>
/// <param name="Component">The index of the tagged member or parameter; -1 when the tag is on the declaration itself.</param>
/// <param name="IsAttribute">Whether it is an attribute of another name than <c>btf_decl_tag</c> (Linux 6.15).</param>
public sealed record BtfDeclTag(string Name, uint Target, int Component = -1, bool IsAttribute = false) : BtfReference(Name, Target)
{
    /// <inheritdoc/>
    public override BtfKind Kind => BtfKind.DeclarationTag;
}
