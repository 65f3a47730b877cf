using System.Reflection;
using CsBpf.Testing;

namespace CsBpf.KernelTests.Support;

/// <summary>An executable of this repository, run as a process of its own.</summary>
/// <param name="project">The directory of its project.</param>
/// <param name="assembly">The name of its assembly.</param>
internal sealed class BuiltProgram(string project, string assembly)
{
    /// <summary>samples/CgroupViews.</summary>
    public static readonly BuiltProgram CgroupViews = new("samples/CgroupViews", "CgroupViews");

    /// <summary>samples/BpffsDebug.</summary>
    public static readonly BuiltProgram BpffsDebug = new("samples/BpffsDebug", "BpffsDebug");

    /// <summary>The tool <c>csbpf</c>.</summary>
    public static readonly BuiltProgram CommandLine = new("compiler/CsBpf.Cli", "CsBpf.Cli");

    private static readonly string Host =
        Environment.ProcessPath is { } host && Path.GetFileName(host) == "dotnet" ? host : "dotnet";

    private string Output => Path.Combine(Metadata("Repository"), project, "bin", Metadata("Configuration"), "net10.0");

    private string FileName => $"{assembly}.dll";

    /// <summary>Runs it.</summary>
    public CommandResult Run(params string[] arguments) => Command.Run(Host, [Path.Combine(Output, FileName), .. arguments]);

    /// <summary>Runs it as the user <c>nobody</c>, without capabilities.</summary>
    public CommandResult RunAsNobody(params string[] arguments)
    {
        // A copy, since nobody may be locked out of the repository.
        using var directory = new TemporaryDirectory();
        Command.Output("cp", "-r", Output, directory["program"]);
        Command.Output("chmod", "-R", "a+rX", directory.Path);
        return Command.RunAsNobody(Host, [directory[$"program/{FileName}"], .. arguments]);
    }

    /// <summary>Runs it where <paramref name="bpffs"/> is the machine's bpffs, so that it meets nobody else's pins.</summary>
    public CommandResult RunWithBpffs(TemporaryBpffs bpffs, params string[] arguments) =>
        Command.Run("unshare",
        [
            "--mount", "sh", "-c", $"mount --bind \"$1\" {BpfFileSystem.DefaultPath} && shift && exec \"$@\"", "sh", bpffs.Path,
            Host, Path.Combine(Output, FileName), .. arguments,
        ]);

    private static string Metadata(string key) =>
        typeof(BuiltProgram).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == key).Value!;
}
