using CsBpf.Testing;

namespace CsBpf.Object.Tests;

/// <summary>A test that reads the running kernel's BTF, with <paramref name="tools"/>. Skipped, with the reason, without them.</summary>
public sealed class KernelTypesFactAttribute(params string[] tools) : FactAttribute
{
    public const string Path = "/sys/kernel/btf/vmlinux";

    /// <inheritdoc/>
    public override string? Skip
    {
        get => base.Skip ?? MissingTypes ?? Requirement.Tools(tools);
        set => base.Skip = value;
    }

    private static string? MissingTypes =>
        File.Exists(Path) ? null : $"needs a kernel with BTF (CONFIG_DEBUG_INFO_BTF): {Path} is not there";
}
