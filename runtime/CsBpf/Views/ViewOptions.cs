namespace CsBpf;

/// <summary>How a view is made a file.</summary>
public sealed record ViewOptions
{
    /// <summary>Which cgroups the view of a cgroup is about, and in which order.</summary>
    public CgroupOrder Order { get; init; } = CgroupOrder.SelfOnly;

    /// <summary>Who may read the file. Reading needs no capability: the program was verified when it was loaded.</summary>
    public UnixFileMode Mode { get; init; } = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Whose the file is; null for this process's user.</summary>
    public FileOwner? Owner { get; init; }

    /// <summary>
    /// Whether the views of the cgroup can also be read in the cgroup's own directory, under <c>views.bpf</c>. That is a child cgroup with
    /// the mirror mounted on it: while it is there the cgroup cannot be removed.
    /// </summary>
    public bool InHierarchy { get; init; }

    /// <summary>The bpffs that the file is in.</summary>
    public string BpfFileSystemPath { get; init; } = BpfFileSystem.DefaultPath;
}

/// <summary>The owner of a file.</summary>
/// <param name="User">The number of the user.</param>
/// <param name="Group">The number of the group.</param>
public readonly record struct FileOwner(uint User, uint Group);
