namespace CsBpf.Testing;

/// <summary>The mounts that this process sees.</summary>
public static class Mount
{
    /// <summary>The first mount point of a file system type that can be entered; null when there is none.</summary>
    /// <param name="type">As <c>/proc/self/mounts</c> spells it: <c>bpf</c>, <c>cgroup2</c>, <c>tracefs</c>.</param>
    public static string? Find(string type) =>
        File.ReadLines("/proc/self/mounts")
            .Select(line => line.Split(' '))
            .Where(fields => fields.Length > 2 && fields[2] == type && Directory.Exists(fields[1]))
            .Select(fields => fields[1])
            .FirstOrDefault();
}
