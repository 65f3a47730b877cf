namespace CsBpf;

/// <summary>
/// A program that allows processes of a cgroup to use devices, or not (Linux 4.15).
/// <code>[CgroupDevice] CgroupVerdict Check(DeviceContext context)</code>
/// </summary>
[ProgramSection("cgroup/dev", Program = typeof(CgroupProgram), Context = typeof(DeviceContext), FaultValue = (int)CgroupVerdict.Deny, LargestResult = 1)]
public sealed class CgroupDeviceAttribute : BpfProgramAttribute
{
    /// <summary>What becomes of the access when the program faults. Default: it is refused.</summary>
    public CgroupVerdict OnFault { get; init; } = CgroupVerdict.Deny;

    /// <inheritdoc/>
    public override int FaultValue => (int)OnFault;
}

/// <summary>What a process wants to do with a device.</summary>
[Flags]
public enum DeviceAccess : ushort
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Make its file (<c>mknod</c>).</summary>
    Make = 1 << 0,

    /// <summary>Read.</summary>
    Read = 1 << 1,

    /// <summary>Write.</summary>
    Write = 1 << 2,
}

/// <summary>What a file of a device stands for.</summary>
public enum DeviceKind : ushort
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A block device.</summary>
    Block = 1,

    /// <summary>A character device.</summary>
    Character = 2,
}
