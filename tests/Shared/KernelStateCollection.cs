using Xunit;

namespace CsBpf.Testing;

/// <summary>
/// The name of the collection whose tests share the kernel's state (what is pinned, which programs and maps there are, this process's
/// descriptors) and so run alone. A collection belongs to an assembly: each test project that needs it defines it by
/// <c>[CollectionDefinition(KernelStateCollection.Name, DisableParallelization = true)]</c>.
/// </summary>
public static class KernelStateCollection
{
    /// <summary>For <see cref="CollectionAttribute"/>.</summary>
    public const string Name = "Kernel state";
}
