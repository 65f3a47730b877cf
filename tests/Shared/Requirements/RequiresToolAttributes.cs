using Xunit;

namespace CsBpf.Testing;

/// <summary>A test that runs <paramref name="tools"/>. Skipped, with the reason, where one can't be had.</summary>
public sealed class RequiresToolFactAttribute(params string[] tools) : FactAttribute
{
    /// <inheritdoc/>
    public override string? Skip
    {
        get => base.Skip ?? Requirement.Tools(tools);
        set => base.Skip = value;
    }
}

/// <summary>A theory that runs <paramref name="tools"/>. Skipped, with the reason, where one can't be had.</summary>
public sealed class RequiresToolTheoryAttribute(params string[] tools) : TheoryAttribute
{
    /// <inheritdoc/>
    public override string? Skip
    {
        get => base.Skip ?? Requirement.Tools(tools);
        set => base.Skip = value;
    }
}
