namespace CsBpf;

/// <summary>
/// A program that decides at a hook of the Linux security modules for the processes of a cgroup (Linux 6.0).
/// <code>[LsmCgroup("socket_bind")] CgroupVerdict Bind(socket socket) => CgroupVerdict.Deny;</code>
/// </summary>
/// <remarks>As for <see cref="LsmAttribute"/>, <c>bpf</c> must be among the kernel's security modules.</remarks>
/// <param name="hook">The hook's name: <c>socket_bind</c>.</param>
[ProgramSection(
    "lsm_cgroup/{name}",
    Program = typeof(CgroupProgram),
    Arguments = "CsBpf.Kernel.Functions.bpf_lsm_{name}",
    HasTrustedArguments = true,
    FaultValue = (int)CgroupVerdict.Allow,
    LargestResult = 1)]
public sealed class LsmCgroupAttribute(string hook) : BpfProgramAttribute
{
    /// <summary>The hook's name.</summary>
    public string Hook { get; } = hook;

    /// <summary>What becomes of what the process does when the program faults. Default: it goes on.</summary>
    public CgroupVerdict OnFault { get; init; } = CgroupVerdict.Allow;

    /// <inheritdoc/>
    public override int FaultValue => (int)OnFault;
}
