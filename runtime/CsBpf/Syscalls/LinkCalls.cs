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
