using CsBpf.Syscalls;

namespace CsBpf;

/// <summary>What an iterator walks over, where not over all objects of its kind.</summary>
public sealed class IteratorTarget
{
    private readonly string _description;
    private readonly string? _cgroupPath;
    private readonly LoadedMap? _map;
    private readonly IteratorLinkInfo _info;

    private IteratorTarget(string description, IteratorLinkInfo info = default, string? cgroupPath = null, LoadedMap? map = null)
    {
        _description = description;
        _info = info;
        _cgroupPath = cgroupPath;
        _map = map;
    }

    /// <summary>A cgroup, and those around it in an order (Linux 6.1).</summary>
    /// <param name="path">The cgroup's directory.</param>
    /// <param name="order">Which cgroups, and in which order.</param>
    public static IteratorTarget Cgroup(string path, CgroupOrder order = CgroupOrder.SelfOnly)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new IteratorTarget($"cgroup {path}", new IteratorLinkInfo { CgroupOrder = (uint)order }, cgroupPath: path);
    }

    /// <summary>A cgroup by its id, and those around it in an order (Linux 6.1).</summary>
    /// <param name="id">The cgroup's id: the inode number of its directory.</param>
    /// <param name="order">Which cgroups, and in which order.</param>
    public static IteratorTarget Cgroup(ulong id, CgroupOrder order = CgroupOrder.SelfOnly) =>
        new($"cgroup {id}", new IteratorLinkInfo { CgroupOrder = (uint)order, CgroupId = id });

    /// <summary>A thread (Linux 6.1).</summary>
    /// <param name="threadId">The number of the thread.</param>
    public static IteratorTarget Thread(int threadId) => new($"thread {threadId}", new IteratorLinkInfo { TaskThreadId = (uint)threadId });

    /// <summary>The threads of a process (Linux 6.1).</summary>
    /// <param name="processId">The number of the process.</param>
    public static IteratorTarget Process(int processId) =>
        new($"process {processId}", new IteratorLinkInfo { TaskProcessId = (uint)processId });

    /// <summary>The entries of a map (Linux 5.9).</summary>
    /// <param name="map">The map.</param>
    public static IteratorTarget Map(LoadedMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        return new IteratorTarget($"map {map.Name}", map: map);
    }

    /// <inheritdoc/>
    public override string ToString() => _description;

    /// <summary>Makes the iterator's link: what the kernel is told holds descriptors only while the link is made.</summary>
    internal LinkHandle Link(ProgramHandle program, in Operation operation)
    {
        var info = _info;
        using var cgroup = _cgroupPath is null ? null : FileCalls.OpenRead(_cgroupPath);
        using var cgroupLease = cgroup is null ? default : cgroup.Lease();
        using var mapLease = _map is null ? default : _map.Handle.Lease();
        if (cgroup is not null)
            info.CgroupDescriptor = cgroupLease.Descriptor;
        if (_map is not null)
            info.MapDescriptor = mapLease.Descriptor;
        return LinkCalls.CreateIterator(program, info, hasTarget: true, operation);
    }
}

/// <summary>Which cgroups an iterator walks over, and in which order.</summary>
public enum CgroupOrder
{
    /// <summary>The cgroup alone.</summary>
    SelfOnly = 1,

    /// <summary>The cgroup and those below it, parents before children.</summary>
    DescendantsPreOrder = 2,

    /// <summary>The cgroup and those below it, children before parents.</summary>
    DescendantsPostOrder = 3,

    /// <summary>The cgroup and those above it, up to the root.</summary>
    AncestorsUp = 4,
}
