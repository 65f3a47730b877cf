using CsBpf.KernelTests.Support;
using CsBpf.Testing;

namespace CsBpf.KernelTests.Preload;

/// <summary>A test that loads the kernel's own preloaded iterators. Skipped, with the reason, where their source can't be had.</summary>
internal sealed class RequiresPreloadSourceFactAttribute : FactAttribute
{
    /// <summary>The first kernel with <c>bpf_map_sum_elem_count</c>, which the C source always calls.</summary>
    private const string Kernel = "6.6";

    /// <inheritdoc/>
    public override string? Skip
    {
        get => base.Skip
            ?? Requirement.Bpf
            ?? Requirement.Kernel(Kernel)
            ?? Requirement.Tools(Clang.Tool, "tar", "xz", "cat")
            ?? PreloadSource.Missing;
        set => base.Skip = value;
    }
}
