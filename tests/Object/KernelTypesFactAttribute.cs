using CsBpf.Testing;

namespace CsBpf.Object.Tests;

/// <summary>A test that reads the running kernel's BTF, and runs <paramref name="tools"/>. Skipped, with the reason, where they can't be had.</summary>
public sealed class KernelTypesFactAttribute(params string[] tools) : FactAttribute
{
    public const string Path = "/sys/kernel/btf/vmlinux";

    /// <inheritdoc/>
    public override string? Skip
    {
        get => base.Skip ?? (File.Exists(Path) ? Requirement.Tools(tools) : $"needs a kernel with BTF (CONFIG_DEBUG_INFO_BTF): {Path} is not there");
        set => base.Skip = value;
    }
}
