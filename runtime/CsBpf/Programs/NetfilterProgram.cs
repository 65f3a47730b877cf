using CsBpf.Syscalls;

namespace CsBpf;

/// <summary>A program at a hook of netfilter (<see cref="NetfilterAttribute"/>, Linux 6.4).</summary>
public sealed class NetfilterProgram : LoadedProgram
{
    private const string Since = "6.4";

    internal NetfilterProgram(ProgramHandle handle, string name, VerifierLog? log = null)
        : base(handle, name, target: null, log)
    {
    }

    /// <summary>Attaches the program to a hook in this thread's network namespace, until the link is disposed.</summary>
    /// <param name="family">The packets of which family.</param>
    /// <param name="hook">Where on their way.</param>
    /// <param name="priority">
    /// Which programs, tables and functions come before it: those with smaller numbers (-100 destination NAT, 0 filters, 100 source NAT). No
    /// two programs have the same, and none the first or the last number.
    /// </param>
    /// <param name="isDefragmented">Whether packets are put together before (Linux 6.6); the priority is then above -400.</param>
    /// <exception cref="BpfException">Another program has that priority, or the kernel refuses.</exception>
    public BpfLink Attach(NetfilterFamily family, NetfilterHook hook, int priority, bool isDefragmented = false)
    {
        var attributes = new NetfilterLinkCreateAttributes
        {
            Family = (uint)family,
            Hook = (uint)hook,
            Priority = priority,
            NetfilterFlags = isDefragmented ? 1u : 0,
        };
        var operation = new Operation($"attach the program {Name} to the netfilter hook", $"{family} {hook}", CapabilitySet.NetAdmin | CapabilitySet.Bpf);
        return new BpfLink(LinkCalls.CreateNetfilter(Handle, attributes, operation, Advice));
    }

    private static string? Advice(Errno error) => error switch
    {
        Errno.EBUSY => "another program has that priority there",
        Errno.EINVAL when KernelVersion.IsOlderThan(Since) => $"the kernel has no programs for netfilter before Linux {Since}",
        Errno.ERANGE => "the first and the last number are no priorities",
        _ => null,
    };
}
