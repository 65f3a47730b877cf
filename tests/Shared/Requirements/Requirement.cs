using System.Collections.Concurrent;

namespace CsBpf.Testing;

/// <summary>
/// What a test may need from the machine. Each answers null when it is there, else the reason for the skip: what is missing and how to get it.
/// </summary>
public static class Requirement
{
    private static readonly ConcurrentDictionary<string, string?> MissingTools = new();
    private static readonly Lazy<string?> MissingBpf = new(BpfProbe.Run);

    /// <summary>Null when this process is root.</summary>
    public static string? Root => Environment.IsPrivilegedProcess ? null : "needs root: run `sudo dotnet test`";

    /// <summary>Null when this process may create BPF maps on a kernel with BTF, and bpffs and cgroup2 are mounted.</summary>
    public static string? Bpf => MissingBpf.Value;

    /// <summary>Null when the running kernel is at least <paramref name="version"/>.</summary>
    /// <param name="version">Major and minor, as in <c>6.1</c>.</param>
    public static string? Kernel(string version) =>
        Environment.OSVersion.Version >= Version.Parse(version) ? null : $"needs Linux {version}: this is {Environment.OSVersion.Version}";

    /// <summary>Null when the running kernel exports the kfunc or other symbol <paramref name="name"/>.</summary>
    /// <param name="name">The symbol, as <c>/proc/kallsyms</c> spells it.</param>
    public static string? KernelSymbol(string name) =>
        File.Exists("/proc/kallsyms") && File.ReadLines("/proc/kallsyms").Any(line => line.Split(' ', '\t') is [_, _, var symbol, ..] && symbol == name)
            ? null
            : $"needs a kernel with {name}: /proc/kallsyms does not have it";

    /// <summary>Null when every one of <paramref name="tools"/> is on the path.</summary>
    /// <param name="tools">Names of executables.</param>
    public static string? Tools(params ReadOnlySpan<string> tools)
    {
        foreach (string tool in tools)
        {
            if (MissingTools.GetOrAdd(tool, FindMissing) is { } reason)
            {
                return reason;
            }
        }

        return null;
    }

    private static string? FindMissing(string tool) =>
        ToolPath.Find(tool) is null ? $"needs {tool}, which is not on the path: {ToolPath.HowToGet(tool)}" : null;
}
