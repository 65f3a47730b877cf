using System.Runtime.InteropServices;

namespace CsBpf.Syscalls;

/// <summary>What <see cref="BpfCommand.ObjectPin"/> and <see cref="BpfCommand.ObjectGet"/> take.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ObjectPinAttributes
{
    public void* Path;
    public int Descriptor;
    public uint FileFlags;
    public int PathDescriptor;
}

/// <summary>What the commands take that find an object by its id.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ObjectIdAttributes
{
    public uint Id;
    public uint NextId;
    public uint OpenFlags;
}

/// <summary>What <see cref="BpfCommand.ObjectGetInfo"/> takes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ObjectInfoAttributes
{
    public int Descriptor;
    public uint InfoLength;
    public void* Info;
}

/// <summary>What <see cref="BpfCommand.BtfLoad"/> takes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct BtfLoadAttributes
{
    public void* Btf;
    public void* Log;
    public uint BtfSize;
    public uint LogSize;
    public uint LogLevel;

    /// <summary>Written by the kernel: the size of the whole log (Linux 6.4).</summary>
    public uint TrueLogSize;
    public uint Flags;
    public int TokenDescriptor;
}
