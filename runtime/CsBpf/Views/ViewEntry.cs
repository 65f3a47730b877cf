namespace CsBpf;

/// <summary>A view that stands in the mirror.</summary>
/// <param name="CgroupPath">The directory of the cgroup that it is about.</param>
/// <param name="FilePath">The file, in bpffs.</param>
/// <param name="Name">The name that it was given, unescaped.</param>
/// <param name="LinkId">The kernel's number of the link.</param>
/// <param name="ProgramId">The kernel's number of the program.</param>
/// <param name="ProgramName">The name of the program; empty where this process may not ask for it (needs CAP_SYS_ADMIN).</param>
public sealed record ViewEntry(string CgroupPath, string FilePath, string Name, uint LinkId, uint ProgramId, string ProgramName);
