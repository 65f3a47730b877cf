using System.Runtime.InteropServices;

namespace CsBpf.Syscalls;

/// <summary>What <see cref="BpfCommand.MapCreate"/> takes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct MapCreateAttributes
{
    public uint MapType;
    public uint KeySize;
    public uint ValueSize;
    public uint MaxEntries;
    public uint MapFlags;
    public int InnerMapDescriptor;
    public uint NumaNode;
    public ObjectName Name;
    public uint InterfaceIndex;
    public int BtfDescriptor;
    public uint BtfKeyTypeId;
    public uint BtfValueTypeId;
    public uint BtfVmlinuxValueTypeId;
    public ulong MapExtra;
    public int ValueTypeBtfDescriptor;
    public int TokenDescriptor;
}

/// <summary>What the commands on one entry of a map take.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct MapElementAttributes
{
    public int MapDescriptor;
    private readonly uint _padding;
    public void* Key;

    /// <summary>The value, or the next key.</summary>
    public void* Value;
    public ulong Flags;
}

/// <summary>What <see cref="BpfCommand.MapFreeze"/> takes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct MapFreezeAttributes
{
    public int MapDescriptor;
}

/// <summary>What the commands on some entries of a map take.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct MapBatchAttributes
{
    public void* From;
    public void* To;
    public void* Keys;
    public void* Values;
    public uint Count;
    public int MapDescriptor;
    public ulong ElementFlags;
    public ulong Flags;
}
