using System.Runtime.InteropServices;

namespace CsBpf.Syscalls;

/// <summary><c>struct bpf_prog_info</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ProgramInfoRecord
{
    public uint Type;
    public uint Id;
    public ulong Tag;
    public uint JitedLength;
    public uint TranslatedLength;
    public void* JitedInstructions;
    public void* TranslatedInstructions;
    public ulong LoadTime;
    public uint CreatedByUser;
    public uint MapIdCount;
    public uint* MapIds;
    public ObjectName Name;
    public uint InterfaceIndex;
    public uint Flags;
    public ulong NetworkNamespaceDevice;
    public ulong NetworkNamespaceInode;
    public uint JitedSymbolCount;
    public uint JitedFunctionLengthCount;
    public void* JitedSymbols;
    public void* JitedFunctionLengths;
    public uint BtfId;
    public uint FunctionInfoRecordSize;
    public void* FunctionInfo;
    public uint FunctionInfoCount;
    public uint LineInfoCount;
    public void* LineInfo;
    public void* JitedLineInfo;
    public uint JitedLineInfoCount;
    public uint LineInfoRecordSize;
    public uint JitedLineInfoRecordSize;
    public uint ProgramTagCount;
    public void* ProgramTags;
    public ulong RunTime;
    public ulong RunCount;
    public ulong RecursionMisses;
    public uint VerifiedInstructions;
    public uint AttachBtfObjectId;
    public uint AttachBtfId;
    private readonly uint _padding;
}

/// <summary><c>struct bpf_map_info</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct MapInfoRecord
{
    public uint Type;
    public uint Id;
    public uint KeySize;
    public uint ValueSize;
    public uint MaxEntries;
    public uint Flags;
    public ObjectName Name;
    public uint InterfaceIndex;
    public uint BtfVmlinuxValueTypeId;
    public ulong NetworkNamespaceDevice;
    public ulong NetworkNamespaceInode;
    public uint BtfId;
    public uint BtfKeyTypeId;
    public uint BtfValueTypeId;
    public uint BtfVmlinuxId;
    public ulong MapExtra;
}

/// <summary><c>struct bpf_link_info</c>, as far as it is used here.</summary>
[StructLayout(LayoutKind.Explicit, Size = 64)]
internal unsafe struct LinkInfoRecord
{
    [FieldOffset(0)]
    public uint Type;

    [FieldOffset(4)]
    public uint Id;

    [FieldOffset(8)]
    public uint ProgramId;

    [FieldOffset(16)]
    public byte* IteratorTarget;

    [FieldOffset(24)]
    public uint IteratorTargetLength;

    [FieldOffset(28)]
    public uint IteratorMapId;

    [FieldOffset(32)]
    public ulong IteratorCgroupId;

    [FieldOffset(32)]
    public uint IteratorThreadId;

    [FieldOffset(36)]
    public uint IteratorProcessId;

    [FieldOffset(40)]
    public uint IteratorCgroupOrder;
}

/// <summary><c>struct bpf_btf_info</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct BtfInfoRecord
{
    public byte* Btf;
    public uint BtfSize;
    public uint Id;
    public byte* Name;
    public uint NameLength;
    public uint IsKernelBtf;
}
