namespace CsBpf;

/// <summary>A view that is a file. Disposing it leaves the file: <see cref="Remove"/> takes it away.</summary>
public sealed class ExposedView : IDisposable
{
    private readonly CgroupMirror? _mirror;

    internal ExposedView(IteratorLink link, string path, string name, string? cgroupPath = null, CgroupMirror? mirror = null)
    {
        Link = link;
        Path = path;
        Name = name;
        CgroupPath = cgroupPath;
        _mirror = mirror;
    }

    /// <summary>The file, in bpffs.</summary>
    public string Path { get; }

    /// <summary>The name that it was given, unescaped.</summary>
    public string Name { get; }

    /// <summary>The directory of the cgroup that it is about; null where it is about something else.</summary>
    public string? CgroupPath { get; }

    /// <summary>The iterator that the file stands for.</summary>
    public IteratorLink Link { get; }

    /// <summary>What the file gives, read through the link.</summary>
    /// <exception cref="BpfException">The kernel refused.</exception>
    public string ReadAllText() => Link.ReadAllText();

    /// <summary>Removes the file, and with it the directories and mounts that were made for it and are of no more use.</summary>
    /// <returns>False where somebody removed it already.</returns>
    /// <exception cref="BpfException">It cannot be removed.</exception>
    public bool Remove() => _mirror is null ? Syscalls.FileCalls.Unlink(Path) : _mirror.Remove(CgroupPath!, Name);

    /// <summary>Closes the link. The file stays, and can be read without this process.</summary>
    public void Dispose() => Link.Dispose();

    /// <inheritdoc/>
    public override string ToString() => Path;
}
