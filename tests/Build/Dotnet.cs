using CsBpf.Testing;

namespace CsBpf.Build.Tests;

/// <summary>Runs the SDK, without servers that outlive the test.</summary>
internal static class Dotnet
{
    /// <summary>Runs <c>dotnet</c> in a directory.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="arguments">The arguments; what MSBuild prints is one line a message.</param>
    public static CommandResult Run(string directory, params string[] arguments) => Command.Run(
        "env", ["-C", directory, "DOTNET_NOLOGO=1", "DOTNET_CLI_TELEMETRY_OPTOUT=1", "MSBUILDDISABLENODEREUSE=1", "DOTNET_CLI_USE_MSBUILD_SERVER=0",
            Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet", .. arguments,
            "-tl:off", "-v:q", "-nologo", "-p:UseSharedCompilation=false"]);
}
