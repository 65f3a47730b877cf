using CsBpf;

const string Root = BpfFileSystem.DefaultPath + "/csbpf";
const string Maps = Root + "/maps";
const string Programs = Root + "/progs";

try
{
    switch (args)
    {
        case []:
            return Expose();
        case ["--remove"]:
            return Remove();
        default:
            Console.Error.WriteLine("""
                usage: BpffsDebug            two files: all BPF maps, and all BPF programs
                       BpffsDebug --remove   takes the files away again
                """);
            return 2;
    }
}
catch (Exception exception) when (exception is BpfException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(exception.Message);
    if (!Environment.IsPrivilegedProcess)
        Console.Error.WriteLine("BPF needs root: sudo dotnet run --project samples/BpffsDebug");
    return 1;
}

static int Expose()
{
    BpfFileSystem.EnsureMounted();
    using var debug = BpffsDebug.Load();
    Directory.CreateDirectory(Root);
    using var maps = debug.Programs.DumpMap.Expose(Maps);
    using var programs = debug.Programs.DumpProgram.Expose(Programs);
    foreach (string path in (string[])[maps.Path, programs.Path])
        Console.WriteLine($"{path}\n{File.ReadAllText(path)}");
    Console.WriteLine("The files stay, for everyone to read. To take them away: sudo dotnet run --project samples/BpffsDebug -- --remove");
    return 0;
}

static int Remove()
{
    foreach (string path in (string[])[Maps, Programs])
    {
        if (!File.Exists(path))
            continue;
        File.Delete(path);
        Console.WriteLine($"removed {path}");
    }

    if (Directory.Exists(Root) && !Directory.EnumerateFileSystemEntries(Root).Any())
        Directory.Delete(Root);
    return 0;
}
