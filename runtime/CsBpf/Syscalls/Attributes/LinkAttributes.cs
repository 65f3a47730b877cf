using System.Runtime.InteropServices;

namespace CsBpf.Syscalls;

/// <summary>What <see cref="BpfCommand.LinkCreate"/> takes, for iterators.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct IteratorLinkCreateAttributes
{
    public int ProgramDescriptor;
    public int TargetDescriptor;
    public uint AttachType;
    public uint Flags;
    public void* Info;
    public uint InfoLength;
}

/// <summary><c>union bpf_iter_link_info</c>: what an iterator walks over.</summary>
[StructLayout(LayoutKind.Explicit, Size = 16)]
internal struct IteratorLinkInfo
{
    [FieldOffset(0)]
    public int MapDescriptor;

    [FieldOffset(0)]
    public uint CgroupOrder;

    [FieldOffset(4)]
    public int CgroupDescriptor;

    [FieldOffset(8)]
    public ulong CgroupId;

    [FieldOffset(0)]
    public uint TaskThreadId;

    [FieldOffset(4)]
    public uint TaskProcessId;

    [FieldOffset(8)]
    public int TaskDescriptor;
}

/// <summary>What <see cref="BpfCommand.IteratorCreate"/> takes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct IteratorCreateAttributes
{
    public int LinkDescriptor;
    public uint Flags;
}

/// <summary>What <see cref="BpfCommand.LinkCreate"/> takes, for what needs no more than a target.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct LinkCreateAttributes
{
    public int ProgramDescriptor;
    public int TargetDescriptor;
    public uint AttachType;
    public uint Flags;
}

/// <summary>What <see cref="BpfCommand.LinkCreate"/> takes, for netfilter.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NetfilterLinkCreateAttributes
{
    public LinkCreateAttributes Common;
    public uint Family;
    public uint Hook;
    public int Priority;
    public uint NetfilterFlags;
}

/// <summary>What <see cref="BpfCommand.LinkUpdate"/> takes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct LinkUpdateAttributes
{
    public int LinkDescriptor;
    public int ProgramDescriptor;
    public uint Flags;
    public int OldProgramDescriptor;
}

/// <summary>What <see cref="BpfCommand.LinkDetach"/> takes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct LinkDetachAttributes
{
    public int LinkDescriptor;
}

/// <summary>What <see cref="BpfCommand.RawTracepointOpen"/> takes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct RawTracepointOpenAttributes
{
    public byte* Name;
    public int ProgramDescriptor;
    public uint Padding;
    public ulong Cookie;
}
