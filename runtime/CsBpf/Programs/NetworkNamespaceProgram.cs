using CsBpf.Syscalls;

namespace CsBpf;

/// <summary>A program of a network namespace (<see cref="SkLookupAttribute"/>, <see cref="FlowDissectorAttribute"/>).</summary>
public sealed class NetworkNamespaceProgram : LoadedProgram
{
    private const string LinksSince = "5.8";

    /// <summary>The network namespace that the caller is in.</summary>
    private const string Own = "/proc/thread-self/ns/net";

    private readonly BpfAttachType _attachType;

    internal NetworkNamespaceProgram(ProgramHandle handle, string name, BpfAttachType attachType, VerifierLog? log = null)
        : base(handle, name, target: null, log) => _attachType = attachType;

    /// <summary>
    /// Attaches the program to a network namespace, until the link is disposed (Linux 5.8; those that look up sockets 5.9). Of these several may
    /// be attached, and run in their order; of flow dissectors one.
    /// </summary>
    /// <param name="networkNamespace">A file of the namespace: <c>/run/netns/blue</c>, <c>/proc/1/ns/net</c>; null for that of this thread.</param>
    /// <exception cref="BpfException">There is no such namespace, or the kernel refuses.</exception>
    public BpfLink Attach(string? networkNamespace = null)
    {
        networkNamespace ??= Own;
        var operation = new Operation($"attach the program {Name} to", networkNamespace, CapabilitySet.NetAdmin | CapabilitySet.Bpf);
        using FileHandle file = FileCalls.OpenRead(networkNamespace);
        using var lease = file.Lease();
        return new BpfLink(LinkCalls.Create(Handle, lease.Descriptor, _attachType, flags: 0, operation, Advice));
    }

    private static string? Advice(Errno error) => error switch
    {
        Errno.EEXIST or Errno.E2BIG => "as many programs as the kernel allows are attached to it: 'bpftool net' and 'bpftool link' tell which",
        Errno.EINVAL when KernelVersion.IsOlderThan(LinksSince) => $"the kernel has no links for network namespaces before Linux {LinksSince}",
        Errno.EINVAL => "it is no network namespace",
        _ => null,
    };
}
