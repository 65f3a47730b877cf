using CsBpf.Syscalls;

namespace CsBpf;

/// <summary>The file system that BPF objects are pinned in (bpffs).</summary>
public static class BpfFileSystem
{
    /// <summary>Where it is mounted on most systems.</summary>
    public const string DefaultPath = "/sys/fs/bpf";

    private const uint Magic = 0xcafe4a11;

    /// <summary>Whether a directory is in a bpffs.</summary>
    /// <param name="path">The directory; false where there is none.</param>
    public static bool IsMountedAt(string path) => Directory.Exists(path) && FileCalls.GetFileSystemType(path) == Magic;

    /// <summary>Mounts bpffs at a directory if it is not there yet.</summary>
    /// <param name="path">The directory; made if it is missing.</param>
    /// <exception cref="BpfException">It cannot be mounted there.</exception>
    public static void EnsureMounted(string path = DefaultPath)
    {
        if (IsMountedAt(path))
            return;

        Directory.CreateDirectory(path);
        FileCalls.Mount("bpf", path, "bpf", flags: 0, data: "mode=0755");
    }
}
