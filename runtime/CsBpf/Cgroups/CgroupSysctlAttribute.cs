namespace CsBpf;

/// <summary>
/// A program that sees which files of <c>/proc/sys</c> processes of a cgroup read and write (Linux 5.2).
/// <code>[CgroupSysctl] CgroupVerdict Check(SysctlContext context)</code>
/// </summary>
[ProgramSection("cgroup/sysctl", Program = typeof(CgroupProgram), Context = typeof(SysctlContext), FaultValue = (int)CgroupVerdict.Allow, LargestResult = 1)]
public sealed class CgroupSysctlAttribute : BpfProgramAttribute
{
    /// <summary>What becomes of the access when the program faults. Default: it goes on.</summary>
    public CgroupVerdict OnFault { get; init; } = CgroupVerdict.Allow;

    /// <inheritdoc/>
    public override int FaultValue => (int)OnFault;
}
