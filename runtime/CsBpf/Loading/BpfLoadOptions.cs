namespace CsBpf;

/// <summary>How a BPF object is loaded.</summary>
public sealed record BpfLoadOptions
{
    /// <summary>A file with the BTF that CO-RE relocations are made against; null for the running kernel's own.</summary>
    public string? KernelBtfPath { get; init; }

    /// <summary>The directory in bpffs where maps that are pinned by name are (<see cref="MapSpec.IsPinnedByName"/>).</summary>
    public string PinDirectory { get; init; } = BpfFileSystem.DefaultPath;

    /// <summary>What the verifier writes down of programs that it takes.</summary>
    public VerifierLogDetail Log { get; init; }

    /// <summary>
    /// What the verifier writes down of programs that it refuses: the way to the refused instruction, or else its last words alone, which takes
    /// much less time where a program was too large.
    /// </summary>
    public VerifierLogDetail RefusalLog { get; init; } = VerifierLogDetail.Full;
}

/// <summary>What the verifier writes down.</summary>
public enum VerifierLogDetail
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The figures: instructions processed, states, stack (Linux 5.2).</summary>
    Statistics,

    /// <summary>Every instruction with the registers' state, and the figures.</summary>
    Full,
}
