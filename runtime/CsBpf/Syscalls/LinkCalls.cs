using System.Text;

namespace CsBpf.Syscalls;

/// <summary>The commands on links.</summary>
internal static unsafe class LinkCalls
{
    /// <summary>Makes an iterator of a program and of what it walks over.</summary>
    public static LinkHandle CreateIterator(ProgramHandle program, IteratorLinkInfo info, bool hasTarget, in Operation operation)
    {
        using var lease = program.Lease();
        var attributes = new IteratorLinkCreateAttributes
        {
            ProgramDescriptor = lease.Descriptor,
            AttachType = (uint)BpfAttachType.TraceIterator,
            Info = hasTarget ? &info : null,
            InfoLength = hasTarget ? (uint)sizeof(IteratorLinkInfo) : 0,
        };
        return BpfCall.Open<LinkHandle, IteratorLinkCreateAttributes>(BpfCommand.LinkCreate, ref attributes, operation);
    }

    /// <summary>Attaches a program to something that has a number: a network interface, a cgroup.</summary>
    /// <param name="program">The program.</param>
    /// <param name="target">The index of the interface; of anything else a descriptor.</param>
    /// <param name="type">Where on the target.</param>
    /// <param name="flags">What the kernel takes with this type.</param>
    /// <param name="operation">What is being tried.</param>
    /// <param name="advice">What to do about an error; null for what is known of every call.</param>
    /// <exception cref="BpfException">The kernel refuses.</exception>
    public static LinkHandle Create(
        ProgramHandle program, int target, BpfAttachType type, uint flags, in Operation operation, Func<Errno, string?> advice)
    {
        using var lease = program.Lease();
        var attributes = new LinkCreateAttributes
        {
            ProgramDescriptor = lease.Descriptor,
            TargetDescriptor = target,
            AttachType = (uint)type,
            Flags = flags,
        };
        int result = BpfCall.Invoke(BpfCommand.LinkCreate, ref attributes);
        if (result < 0)
            throw operation.Failed(result, advice((Errno)(-result)));
        var handle = new LinkHandle();
        handle.Take(result);
        return handle;
    }

    /// <summary>Attaches a program to a netfilter hook of this thread's network namespace.</summary>
    public static LinkHandle CreateNetfilter(ProgramHandle program, NetfilterLinkCreateAttributes attributes, in Operation operation, Func<Errno, string?> advice)
    {
        using var lease = program.Lease();
        attributes.Common = new LinkCreateAttributes { ProgramDescriptor = lease.Descriptor, AttachType = (uint)BpfAttachType.Netfilter };
        int result = BpfCall.Invoke(BpfCommand.LinkCreate, ref attributes);
        if (result < 0)
            throw operation.Failed(result, advice((Errno)(-result)));
        var handle = new LinkHandle();
        handle.Take(result);
        return handle;
    }

    /// <summary>Puts another program in the place of the one that a link attaches.</summary>
    public static int TryUpdate(LinkHandle link, ProgramHandle program)
    {
        using var linkLease = link.Lease();
        using var programLease = program.Lease();
        var attributes = new LinkUpdateAttributes { LinkDescriptor = linkLease.Descriptor, ProgramDescriptor = programLease.Descriptor };
        return BpfCall.Invoke(BpfCommand.LinkUpdate, ref attributes);
    }

    /// <summary>Takes a link's program off what it is attached to; the link stays, without effect.</summary>
    public static int TryDetach(LinkHandle link)
    {
        using var lease = link.Lease();
        var attributes = new LinkDetachAttributes { LinkDescriptor = lease.Descriptor };
        return BpfCall.Invoke(BpfCommand.LinkDetach, ref attributes);
    }

    /// <summary>Attaches a program to a tracepoint: to the one of that name, or, where it was verified for one, to that.</summary>
    public static LinkHandle OpenRawTracepoint(ProgramHandle program, string? tracepoint, in Operation operation)
    {
        using var lease = program.Lease();
        fixed (byte* name = tracepoint is null ? null : Encoding.UTF8.GetBytes(tracepoint + '\0'))
        {
            var attributes = new RawTracepointOpenAttributes { Name = name, ProgramDescriptor = lease.Descriptor };
            return BpfCall.Open<LinkHandle, RawTracepointOpenAttributes>(BpfCommand.RawTracepointOpen, ref attributes, operation);
        }
    }

    /// <summary>Opens an iterator for one reading.</summary>
    public static FileHandle OpenIterator(LinkHandle link)
    {
        using var lease = link.Lease();
        var attributes = new IteratorCreateAttributes { LinkDescriptor = lease.Descriptor };
        return BpfCall.Open<FileHandle, IteratorCreateAttributes>(
            BpfCommand.IteratorCreate, ref attributes, new Operation("open the iterator"));
    }
}
