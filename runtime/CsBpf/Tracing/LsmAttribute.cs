namespace CsBpf;

/// <summary>
/// A program that decides at a hook of the Linux security modules (Linux 5.7): it returns 0 to allow, or a negative error number.
/// <code>[Lsm("file_open")] int Open(file file) => file.f_flags == 0 ? 0 : -1;</code>
/// </summary>
/// <remarks>
/// The prototypes of the hooks are the methods <c>bpf_lsm_…</c> of <c>CsBpf.Kernel.Functions</c>. The kernel must have been started with
/// <c>bpf</c> among its security modules (<c>lsm=…,bpf</c>). The value that the method takes as <see cref="ReturnValueAttribute"/> is what the
/// program before returned, or 0.
/// </remarks>
/// <param name="hook">The hook's name: <c>file_open</c>.</param>
[ProgramSection(
    "lsm/{name}",
    Program = typeof(LsmProgram),
    Arguments = "CsBpf.Kernel.Functions.bpf_lsm_{name}",
    HasTrustedArguments = true,
    PassesResult = true,
    HasWideResult = true,
    SmallestResult = -MaxErrorNumber,
    LargestResult = 0)]
public sealed class LsmAttribute(string hook) : BpfProgramAttribute
{
    private const int MaxErrorNumber = 4095;

    /// <summary>The hook's name.</summary>
    public string Hook { get; } = hook;

    /// <summary>What the program returns when it faults: 0, which allows.</summary>
    public int OnFault { get; set; }

    /// <inheritdoc/>
    public override int FaultValue => OnFault;
}
