using CsBpf.Syscalls;

namespace CsBpf;

/// <summary>The file system of the unified cgroup hierarchy (cgroup2).</summary>
public static class CgroupFileSystem
{
    private const uint Magic = 0x63677270;
    private const uint MagicVersion1 = 0x27e0eb;

    /// <summary>
    /// Where it is mounted: <c>/sys/fs/cgroup</c> on most systems, <c>/sys/fs/cgroup/unified</c> on hybrid ones; null where it is not.
    /// </summary>
    public static string? MountPoint => MountPoints.FirstOrDefault();

    internal static IEnumerable<string> MountPoints =>
        MountTable.Find(File.ReadAllText(MountTable.ProcessPath), "cgroup2").Where(Directory.Exists);

    /// <summary>The kernel's number of a cgroup (<c>bpf_get_current_cgroup_id</c>).</summary>
    /// <param name="path">The cgroup's directory.</param>
    /// <exception cref="BpfException">There is no such directory.</exception>
    public static ulong GetId(string path) => FileCalls.GetKernfsId(path);

    /// <summary>The mount that a cgroup is in, and the cgroup's path below it, without a slash at either end.</summary>
    /// <exception cref="ArgumentException">The path is no directory of cgroup2.</exception>
    /// <exception cref="BpfException">There is no such directory.</exception>
    internal static (string Mount, string Relative) Locate(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        switch (FileCalls.GetFileSystemType(full))
        {
            case Magic:
                break;
            case MagicVersion1:
                throw new ArgumentException(
                    $"{path} is a cgroup of version 1, which the kernel has no iterators for; those of version 2 are " +
                    $"{(MountPoint is { } known ? "under " + known : "not mounted")}.",
                    nameof(path));
            default:
                throw new ArgumentException($"{path} is no cgroup: it is not in a mount of cgroup2.", nameof(path));
        }

        string? mount = MountPoints.Where(mount => full == mount || full.StartsWith(mount + '/', StringComparison.Ordinal)).MaxBy(
            mount => mount.Length);
        return mount is not null
            ? (mount, full[mount.Length..].Trim('/'))
            : throw new ArgumentException($"{path} is in no mount of cgroup2 that this process sees.", nameof(path));
    }
}
