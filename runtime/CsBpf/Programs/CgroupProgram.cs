using System.Collections.Frozen;
using CsBpf.Syscalls;

namespace CsBpf;

/// <summary>A program for what the processes of a cgroup do: their packets, sockets, devices (Linux 4.10).</summary>
public sealed class CgroupProgram : LoadedProgram
{
    private const string LinksSince = "5.7";

    /// <summary>The types of programs that are attached to cgroups.</summary>
    internal static readonly FrozenSet<BpfProgramType> Types = FrozenSet.Create(
        BpfProgramType.CgroupSkb,
        BpfProgramType.CgroupSock,
        BpfProgramType.CgroupSockAddr,
        BpfProgramType.CgroupSockOpt,
        BpfProgramType.CgroupSysctl,
        BpfProgramType.CgroupDevice,
        BpfProgramType.SockOps);

    private readonly BpfAttachType _attachType;

    internal CgroupProgram(ProgramHandle handle, string name, BpfAttachType attachType, VerifierLog? log)
        : base(handle, name, target: null, log) => _attachType = attachType;

    /// <summary>
    /// Attaches the program to a cgroup and those below, beside the programs that are there, until the link is disposed (Linux 5.7).
    /// </summary>
    /// <param name="cgroup">The directory of the cgroup, in a cgroup2 hierarchy: <c>/sys/fs/cgroup/app</c>.</param>
    /// <exception cref="BpfException">There is no such cgroup, or the kernel refuses.</exception>
    public BpfLink Attach(string cgroup)
    {
        var operation = new Operation($"attach the program {Name} to", cgroup, CapabilitySet.NetAdmin | CapabilitySet.Bpf);
        using FileHandle directory = FileCalls.OpenRead(cgroup);
        using var lease = directory.Lease();
        return new BpfLink(LinkCalls.Create(Handle, lease.Descriptor, _attachType, flags: 0, operation, Advice));
    }

    private static string? Advice(Errno error) => error switch
    {
        Errno.EBADF => "it is no directory of a cgroup2 hierarchy, such as /sys/fs/cgroup/app",
        Errno.EPERM when Capabilities.Missing(CapabilitySet.NetAdmin) == CapabilitySet.None =>
            "a program of this type is attached to a cgroup above it, which lets no other be attached below",
        Errno.EINVAL when KernelVersion.IsOlderThan(LinksSince) => $"the kernel has no links for cgroups before Linux {LinksSince}",
        _ => null,
    };
}
