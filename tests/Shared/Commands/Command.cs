using System.Diagnostics;

namespace CsBpf.Testing;

/// <summary>Runs executables, with nothing on their standard input.</summary>
public static class Command
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(2);

    /// <summary>Runs <paramref name="tool"/> to its end and gives what it printed.</summary>
    /// <param name="tool">The name of an executable; the system directories are searched as well as the path.</param>
    /// <param name="arguments">Passed as they are, through no shell.</param>
    /// <exception cref="TimeoutException">It was still running after two minutes, and was killed.</exception>
    public static CommandResult Run(string tool, params string[] arguments)
    {
        var start = new ProcessStartInfo(ToolPath.Find(tool) ?? tool, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string commandLine = string.Join(' ', [tool, .. arguments]);

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();

        if (!process.WaitForExit(Timeout))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"`{commandLine}` was still running after {Timeout.TotalSeconds:0} s.");
        }

        return new CommandResult(commandLine, process.ExitCode, output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult());
    }

    /// <summary>Runs <paramref name="tool"/> and gives its standard output.</summary>
    /// <inheritdoc cref="Run"/>
    /// <exception cref="InvalidOperationException">It exited with another code than 0.</exception>
    public static string Output(string tool, params string[] arguments) => Run(tool, arguments).EnsureSuccess().Output;

    /// <summary>Runs <paramref name="tool"/> as this user, without capabilities: root can still read its own files, but no more.</summary>
    /// <inheritdoc cref="Run"/>
    public static CommandResult RunWithoutCapabilities(string tool, params string[] arguments) =>
        Run("setpriv", ["--inh-caps=-all", "--bounding-set=-all", "--no-new-privs", "--", tool, .. arguments]);

    /// <summary>Runs <paramref name="tool"/> as the user <c>nobody</c>, without groups and capabilities.</summary>
    /// <inheritdoc cref="Run"/>
    public static CommandResult RunAsNobody(string tool, params string[] arguments) =>
        Run("setpriv", ["--reuid=65534", "--regid=65534", "--clear-groups", "--inh-caps=-all", "--bounding-set=-all", "--no-new-privs", "--", tool, .. arguments]);
}
