using CsBpf.Syscalls;

namespace CsBpf;

/// <summary>
/// The views of cgroups: a tree of directories in bpffs, a mirror of the cgroup hierarchy, with a file for each view. The files outlive the
/// process that made them. None keeps its cgroup from being removed; those of removed cgroups are dropped by <see cref="Reconcile()"/>,
/// which <see cref="Expose"/> and
/// <see cref="List"/> call where they look.
/// </summary>
public sealed class CgroupMirror
{
    /// <summary>The child cgroup that carries a cgroup's views inside of the hierarchy.</summary>
    public const string HierarchyName = "views.bpf";

    private const string DirectoryName = "cgroup";

    /// <summary>How often to make the directories again when somebody else removes them as empty meanwhile.</summary>
    private const int MaxAttempts = 3;

    private readonly string _bpffs;

    /// <summary>The mirror in a bpffs.</summary>
    /// <param name="bpfFileSystemPath">Where the bpffs is mounted, or is to be.</param>
    public CgroupMirror(string bpfFileSystemPath = BpfFileSystem.DefaultPath)
    {
        ArgumentException.ThrowIfNullOrEmpty(bpfFileSystemPath);
        _bpffs = Path.TrimEndingDirectorySeparator(Path.GetFullPath(bpfFileSystemPath));
        Root = Path.Combine(_bpffs, DirectoryName);
    }

    /// <summary>The directory of the mirror: it stands for the root of the hierarchy.</summary>
    public string Root { get; }

    /// <summary>
    /// Makes a view of a cgroup a file. A view of the same name is replaced at once: readers see the old one or the new one.
    /// </summary>
    /// <param name="program">A program that iterates over cgroups.</param>
    /// <param name="cgroupPath">The cgroup's directory.</param>
    /// <param name="name">The name of the file; escaped where bpffs does not take it.</param>
    /// <param name="options">How; null for a file that everyone may read.</param>
    /// <exception cref="ArgumentException">The path is no cgroup of version 2, or the name cannot be that of a file.</exception>
    /// <exception cref="BpfException">There is no such cgroup, or the kernel refuses.</exception>
    public ExposedView Expose(IteratorProgram program, string cgroupPath, string name, ViewOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(program);
        options ??= new ViewOptions();
        string fileName = BpfFileName.Escape(name);
        var (mount, relative) = CgroupFileSystem.Locate(cgroupPath);
        string cgroup = Path.TrimEndingDirectorySeparator(Path.Combine(mount, relative));
        string directory = DirectoryOf(relative);
        BpfFileSystem.EnsureMounted(_bpffs);
        Reconcile(mount, directory);

        var link = program.Attach(IteratorTarget.Cgroup(cgroup, options.Order));
        try
        {
            Place(link, directory, fileName, options);
            if (options.InHierarchy)
                Mount(cgroup, directory);
            return new ExposedView(link, Path.Combine(directory, fileName), name, cgroup, this);
        }
        catch
        {
            link.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Removes a view: the file vanishes everywhere at once, and with it the directories and mounts that are of no more use.
    /// </summary>
    /// <param name="cgroupPath">The directory of the cgroup, which may be gone.</param>
    /// <param name="name">The name that the view was given.</param>
    /// <returns>False where there is no such view.</returns>
    /// <exception cref="BpfException">It cannot be removed.</exception>
    public bool Remove(string cgroupPath, string name)
    {
        string fileName = BpfFileName.Escape(name);
        string mount = MountOf(cgroupPath);
        string directory = DirectoryOf(Path.GetRelativePath(mount, Path.GetFullPath(cgroupPath)));
        bool removed = FileCalls.Unlink(Path.Combine(directory, fileName));
        while (directory.Length >= Root.Length && Prune(mount, directory))
            directory = Path.GetDirectoryName(directory)!;
        return removed;
    }

    /// <summary>Removes all views.</summary>
    /// <exception cref="BpfException">One cannot be removed.</exception>
    public void RemoveAll()
    {
        if (CgroupFileSystem.MountPoint is { } mount)
            Walk(mount, Root, (file, _) => FileCalls.Unlink(file));
    }

    /// <summary>Drops the views whose cgroup is gone, also where another was made under its name.</summary>
    /// <returns>How many were dropped.</returns>
    /// <exception cref="BpfException">One cannot be removed.</exception>
    public int Reconcile() => CgroupFileSystem.MountPoint is { } mount ? Reconcile(mount, Root) : 0;

    /// <summary>The views that stand in the mirror.</summary>
    /// <exception cref="BpfException">The mirror cannot be read.</exception>
    public IReadOnlyList<ViewEntry> List()
    {
        var entries = new List<ViewEntry>();
        if (CgroupFileSystem.MountPoint is not { } mount)
            return entries;

        Reconcile(mount, Root);
        Walk(mount, Root, (file, cgroup) =>
        {
            if (ViewFile.IsTemporary(file))
                return;
            using var link = BpfLink.FromPin(file);
            var info = link.Info;
            entries.Add(
                new ViewEntry(cgroup, file, BpfFileName.Unescape(Path.GetFileName(file)), info.Id, info.ProgramId, NameOf(info.ProgramId)));
        });
        return entries;
    }

    private static string NameOf(uint programId)
    {
        try
        {
            using var program = LoadedProgram.FromId(programId);
            return program.Name;
        }
        catch (BpfException exception) when ((Errno)exception.Errno is Errno.EPERM)
        {
            return "";
        }
    }

    private static string MountOf(string cgroupPath)
    {
        string full = Path.GetFullPath(cgroupPath);
        return CgroupFileSystem.MountPoints.Where(mount => full == mount || full.StartsWith(mount + '/', StringComparison.Ordinal)).MaxBy(
            mount => mount.Length)
            ?? throw new ArgumentException($"{cgroupPath} is in no mount of cgroup2.", nameof(cgroupPath));
    }

    private string DirectoryOf(string relative) =>
        relative is "" or "." ? Root : Path.Combine(Root, BpfFileName.EscapePath(relative));

    private void Place(IteratorLink link, string directory, string fileName, ViewOptions options)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                MakeTraversable(directory, options.Mode);
                ViewFile.Place(link, Path.Combine(directory, fileName), options);
                return;
            }
            catch (BpfException exception) when ((Errno)exception.Errno == Errno.ENOENT && attempt < MaxAttempts)
            {
                // Another process removed a directory that was still empty.
            }
        }
    }

    /// <summary>Makes the directories of the mirror, and lets through to them who may read the file.</summary>
    private void MakeTraversable(string directory, UnixFileMode mode)
    {
        foreach (string part in Ancestors(directory))
        {
            if (FileCalls.MakeDirectory(part))
                FileCalls.ChangeMode(part, FileCalls.DirectoryMode);
        }

        if (OperatingSystem.IsWindows())
            return;
        const UnixFileMode others = UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        const UnixFileMode search = UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        var root = File.GetUnixFileMode(_bpffs);
        // systemd mounts bpffs for root alone. Searching it shows nobody what is in it.
        if ((mode & others) != 0 && (root & search) != search)
            FileCalls.ChangeMode(_bpffs, root | search);
    }

    private IEnumerable<string> Ancestors(string directory)
    {
        for (int end = Root.Length; end > 0; end = end < directory.Length ? NextSlash(directory, end + 1) : -1)
            yield return directory[..end];

        static int NextSlash(string path, int start) => path.IndexOf('/', start) is var slash and >= 0 ? slash : path.Length;
    }

    private static void Mount(string cgroup, string directory)
    {
        string target = Path.Combine(cgroup, HierarchyName);
        bool isNew = FileCalls.MakeDirectory(target);
        if (BpfFileSystem.IsMountedAt(target))
            return;
        try
        {
            FileCalls.Mount(directory, target, type: null, FileCalls.MountBind, data: null);
        }
        catch
        {
            if (isNew)
                FileCalls.RemoveDirectory(target);
            throw;
        }
    }

    private static void Unmount(string cgroup)
    {
        string target = Path.Combine(cgroup, HierarchyName);
        if (!BpfFileSystem.IsMountedAt(target))
            return;
        FileCalls.Unmount(target);
        FileCalls.RemoveDirectory(target);
    }

    private int Reconcile(string mount, string directory)
    {
        int dropped = 0;
        Walk(mount, directory, (file, cgroup) =>
        {
            if (IsStale(file, cgroup) && FileCalls.Unlink(file))
                dropped++;
        });
        return dropped;
    }

    /// <summary>
    /// Whether the cgroup that a file is about is gone, or the process that was about to make it a view. Nothing else is ours to remove.
    /// </summary>
    private static bool IsStale(string file, string cgroup)
    {
        if (ViewFile.IsTemporary(file))
            return ViewFile.IsAbandoned(file);
        using var link = BpfLink.FromPin(file);
        return link.Info.Iterator is { Target: "cgroup" } iterator &&
            (!Directory.Exists(cgroup) || CgroupFileSystem.GetId(cgroup) != iterator.CgroupId);
    }

    /// <summary>Goes through the files of a directory and those below it, and removes the directories that are empty then.</summary>
    private void Walk(string mount, string directory, Action<string, string> visit)
    {
        if (!Directory.Exists(directory))
            return;

        string cgroup = Path.TrimEndingDirectorySeparator(Path.Combine(mount, BpfFileName.UnescapePath(directory[Root.Length..])));
        foreach (string child in Directory.GetDirectories(directory))
            Walk(mount, child, visit);
        foreach (string file in Directory.GetFiles(directory))
            visit(file, cgroup);
        Prune(mount, directory);
    }

    /// <summary>Undoes what was made for a directory's views where it has none any more; removes it where it is empty then.</summary>
    /// <returns>Whether the directory is gone.</returns>
    private bool Prune(string mount, string directory)
    {
        if (!Directory.Exists(directory) || Directory.GetFiles(directory).Length != 0)
            return false;
        Unmount(Path.Combine(mount, BpfFileName.UnescapePath(directory[Root.Length..])));
        return FileCalls.RemoveDirectory(directory);
    }
}
