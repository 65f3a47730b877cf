using Xunit;

namespace CsBpf.Testing;

/// <summary>A test that uses BPF in the running kernel, and <paramref name="tools"/>. Skipped, with the reason, where it can't be had.</summary>
public sealed class RequiresBpfFactAttribute(params string[] tools) : FactAttribute
{
    /// <summary>The oldest kernel that the test runs on, as in <c>6.1</c>.</summary>
    public string? Kernel { get; set; }

    /// <inheritdoc/>
    public override string? Skip
    {
        get => base.Skip ?? Requirement.Bpf ?? (Kernel is null ? null : Requirement.Kernel(Kernel)) ?? Requirement.Tools(tools);
        set => base.Skip = value;
    }
}

/// <summary>A theory that uses BPF in the running kernel, and <paramref name="tools"/>. Skipped, with the reason, where it can't be had.</summary>
public sealed class RequiresBpfTheoryAttribute(params string[] tools) : TheoryAttribute
{
    /// <summary>The oldest kernel that the test runs on, as in <c>6.1</c>.</summary>
    public string? Kernel { get; set; }

    /// <inheritdoc/>
    public override string? Skip
    {
        get => base.Skip ?? Requirement.Bpf ?? (Kernel is null ? null : Requirement.Kernel(Kernel)) ?? Requirement.Tools(tools);
        set => base.Skip = value;
    }
}
