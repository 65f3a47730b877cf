namespace CsBpf;

/// <summary>What a program of a cgroup says of what a process does.</summary>
public enum CgroupVerdict
{
    /// <summary>It is refused (EPERM), or the packet is dropped.</summary>
    Deny = 0,

    /// <summary>It goes on, as far as the other programs of the cgroup and of those above it allow it.</summary>
    Allow = 1,
}
