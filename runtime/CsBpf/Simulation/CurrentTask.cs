using System.Diagnostics;

namespace CsBpf;

/// <summary>What this process says of itself: what helpers answer outside of a simulation.</summary>
internal static class CurrentTask
{
    public static string Name
    {
        get
        {
            using var process = Process.GetCurrentProcess();
            return process.ProcessName;
        }
    }

    /// <summary>The number of the process's cgroup of version 2; 0 where it has none.</summary>
    public static ulong CgroupId
    {
        get
        {
            const string own = "0::";
            if (!OperatingSystem.IsLinux() || CgroupFileSystem.MountPoint is not { } mount)
                return 0;
            string? path = File.ReadLines("/proc/self/cgroup").FirstOrDefault(line => line.StartsWith(own, StringComparison.Ordinal));
            return path is null ? 0 : CgroupFileSystem.GetId(mount + path[own.Length..]);
        }
    }
}
