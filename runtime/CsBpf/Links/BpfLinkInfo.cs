using System.Text;
using CsBpf.Syscalls;

namespace CsBpf;

/// <summary>What the kernel says about a link.</summary>
/// <param name="Id">The kernel's number of the link.</param>
/// <param name="Type">What kind of link it is.</param>
/// <param name="ProgramId">The kernel's number of the attached program.</param>
/// <param name="Iterator">What an iterator walks over; null for other links.</param>
public sealed record BpfLinkInfo(uint Id, BpfLinkType Type, uint ProgramId, IteratorInfo? Iterator)
{
    private const int MaxTargetName = 64;

    internal static unsafe BpfLinkInfo Read(LinkHandle link)
    {
        // The kernel wants room for a name only where the link has one: first the type, then the rest.
        var record = default(LinkInfoRecord);
        ObjectCalls.GetInfo(link, &record, sizeof(LinkInfoRecord), "the link");
        var type = (BpfLinkType)record.Type;
        if (type != BpfLinkType.Iterator)
            return new BpfLinkInfo(record.Id, type, record.ProgramId, null);

        byte* name = stackalloc byte[MaxTargetName];
        record = new LinkInfoRecord { IteratorTarget = name, IteratorTargetLength = MaxTargetName };
        ObjectCalls.GetInfo(link, &record, sizeof(LinkInfoRecord), "the link");
        string target = Encoding.UTF8.GetString(System.Runtime.InteropServices.MemoryMarshal.CreateReadOnlySpanFromNullTerminated(name));
        return new BpfLinkInfo(record.Id, type, record.ProgramId, target switch
        {
            "cgroup" => new IteratorInfo(target) { CgroupId = record.IteratorCgroupId, Order = (CgroupOrder)record.IteratorCgroupOrder },
            "bpf_map_elem" or "bpf_sk_storage_map" or "sockmap" => new IteratorInfo(target) { MapId = record.IteratorMapId },
            "task" or "task_file" or "task_vma" =>
                new IteratorInfo(target) { ThreadId = (int)record.IteratorThreadId, ProcessId = (int)record.IteratorProcessId },
            _ => new IteratorInfo(target),
        });
    }
}

/// <summary>What an iterator walks over.</summary>
/// <param name="Target">The kind of objects: <c>cgroup</c>, <c>task</c>, <c>bpf_map</c>, ….</param>
public sealed record IteratorInfo(string Target)
{
    /// <summary>The id of the cgroup; 0 where the iterator is of another kind, or the cgroup is gone.</summary>
    public ulong CgroupId { get; init; }

    /// <summary>Which cgroups around it; 0 where the iterator is of another kind.</summary>
    public CgroupOrder Order { get; init; }

    /// <summary>The number of the map; 0 where the iterator is of another kind.</summary>
    public uint MapId { get; init; }

    /// <summary>The number of the thread; 0 for all.</summary>
    public int ThreadId { get; init; }

    /// <summary>The number of the process; 0 for all.</summary>
    public int ProcessId { get; init; }
}

/// <summary>The kernel's <c>enum bpf_link_type</c>.</summary>
public enum BpfLinkType
{
    /// <summary>None.</summary>
    Unspecified,

    /// <summary>A raw tracepoint.</summary>
    RawTracepoint,

    /// <summary>A function of the kernel: fentry, fexit, LSM.</summary>
    Tracing,

    /// <summary>A hook of a cgroup.</summary>
    Cgroup,

    /// <summary>An iterator.</summary>
    Iterator,

    /// <summary>A hook of a network namespace.</summary>
    NetworkNamespace,

    /// <summary>XDP on a network interface.</summary>
    Xdp,

    /// <summary>A perf event: kprobe, uprobe, tracepoint.</summary>
    PerfEvent,

    /// <summary>Several kprobes at once.</summary>
    KprobeMulti,

    /// <summary>A set of functions that the kernel calls.</summary>
    StructOps,

    /// <summary>A netfilter hook.</summary>
    Netfilter,

    /// <summary>tcx on a network interface.</summary>
    Tcx,

    /// <summary>Several uprobes at once.</summary>
    UprobeMulti,

    /// <summary>netkit on a network interface.</summary>
    Netkit,

    /// <summary>A map of sockets.</summary>
    SockMap,
}
