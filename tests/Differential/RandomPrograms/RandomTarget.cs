using CsBpf.Object.Instructions;

namespace CsBpf.Differential.Tests.RandomPrograms;

/// <summary>What a random class is compiled for.</summary>
/// <param name="Isa">The instruction set.</param>
/// <param name="Kernel">The oldest kernel.</param>
internal sealed record RandomTarget(BpfIsa Isa, Version Kernel)
{
    private static readonly Version[] Kernels =
        [.. new Version[] { new(6, 1), new(6, 12) }.Where(kernel => kernel <= Environment.OSVersion.Version)];

    /// <summary>True where atomic operations give what was there before.</summary>
    public bool HasFetches => Isa >= BpfIsa.V3;

    /// <summary>True where the kernel counts the rounds of the loops over packets.</summary>
    public bool HasLongLoops => Kernel >= new Version(6, 9);

    /// <summary>True where there are spin locks in all programs, and sections without preemption.</summary>
    public bool HasSections => Kernel >= new Version(6, 10);

    /// <summary>The target of a seed: eight seeds in a row have all of them.</summary>
    public static RandomTarget Of(int seed) =>
        new((BpfIsa)(1 + (seed % 4)), Kernels is [] ? new(6, 1) : Kernels[seed / 4 % Kernels.Length]);
}
