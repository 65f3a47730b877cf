using System.Globalization;

namespace CsBpf.Syscalls;

/// <summary>What tracefs says about the kernel's tracepoints.</summary>
internal static class TraceFileSystem
{
    private static readonly string[] Directories = ["/sys/kernel/tracing", "/sys/kernel/debug/tracing"];

    /// <summary>The kernel's number of a tracepoint.</summary>
    /// <param name="tracepoint">Its group and name.</param>
    /// <param name="operation">What the number is for.</param>
    /// <exception cref="BpfException">There is no such tracepoint, or this process may not see it.</exception>
    public static ulong GetEventId(string tracepoint, in Operation operation)
    {
        foreach (string directory in Directories)
        {
            try
            {
                return ulong.Parse(File.ReadAllText($"{directory}/events/{tracepoint}/id"), CultureInfo.InvariantCulture);
            }
            catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
            {
            }
            catch (UnauthorizedAccessException)
            {
                throw operation.Failed(
                    -(int)Errno.EACCES, $"the process may not read {directory}: run it as root, or mount tracefs with a gid of the process");
            }
        }

        string advice = Directories.Any(directory => Directory.Exists($"{directory}/events"))
            ? "the running kernel has no tracepoint of that group and name"
            : $"tracefs is not mounted: mount -t tracefs tracefs {Directories[0]}";
        throw operation.Failed(-(int)Errno.ENOENT, advice);
    }
}
