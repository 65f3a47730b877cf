using CsBpf;

const string ViewName = "reads";
const string RunHint = """
    BPF needs root: sudo dotnet run --project samples/CgroupViews
    The same program runs without it on made-up cgroups: dotnet run --project samples/CgroupViews -- --simulate
    """;

try
{
    switch (args)
    {
        case []:
            return Expose(CgroupFileSystem.MountPoint);
        case ["--remove"]:
            return Remove();
        case ["--simulate"]:
            Simulation.Run(Console.Out);
            return 0;
        case [var path] when !path.StartsWith('-'):
            return Expose(path);
        default:
            Console.Error.WriteLine("""
                usage: CgroupViews [PATH]     a file for the cgroup PATH and each of its children; without PATH, for the root and its children
                       CgroupViews --remove   takes the files away again
                       CgroupViews --simulate runs the program without the kernel
                """);
            return 2;
    }
}
catch (Exception exception) when (exception is BpfException or ArgumentException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(exception.Message);
    if (!Environment.IsPrivilegedProcess)
        Console.Error.WriteLine(RunHint);
    return 1;
}

static int Expose(string? root)
{
    if (root is null)
    {
        Console.Error.WriteLine("No cgroup2 is mounted: sudo mount -t cgroup2 cgroup2 /sys/fs/cgroup");
        return 1;
    }

    BpfFileSystem.EnsureMounted();
    using var views = CgroupViews.Load();
    foreach (string cgroup in Directory.EnumerateDirectories(root).Order(StringComparer.Ordinal).Prepend(root))
    {
        if (Path.GetFileName(cgroup) == CgroupMirror.HierarchyName)
            continue;

        try
        {
            using var view = views.Programs.Show.Expose(cgroup, ViewName);
            Console.WriteLine(view.Path);
            Console.Write($"  {File.ReadAllText(view.Path)}");
        }
        catch (BpfException) when (!Directory.Exists(cgroup))
        {
            // The cgroup was removed meanwhile, and its view with it.
        }
    }

    Console.WriteLine("The files stay, for everyone to read. To take them away: sudo dotnet run --project samples/CgroupViews -- --remove");
    return 0;
}

static int Remove()
{
    var mirror = new CgroupMirror();
    foreach (var view in mirror.List().Where(view => view.Name == ViewName))
    {
        mirror.Remove(view.CgroupPath, view.Name);
        Console.WriteLine($"removed {view.FilePath}");
    }

    return 0;
}
