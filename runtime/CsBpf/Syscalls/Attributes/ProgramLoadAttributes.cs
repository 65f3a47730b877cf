using System.Runtime.InteropServices;

namespace CsBpf.Syscalls;

/// <summary>What <see cref="BpfCommand.ProgramLoad"/> takes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ProgramLoadAttributes
{
    public uint ProgramType;
    public uint InstructionCount;
    public void* Instructions;
    public void* License;
    public uint LogLevel;
    public uint LogSize;
    public void* Log;
    public uint KernelVersion;
    public uint ProgramFlags;
    public ObjectName Name;
    public uint InterfaceIndex;
    public uint ExpectedAttachType;
    public int BtfDescriptor;
    public uint FunctionInfoRecordSize;
    public void* FunctionInfo;
    public uint FunctionInfoCount;
    public uint LineInfoRecordSize;
    public void* LineInfo;
    public uint LineInfoCount;
    public uint AttachBtfId;

    /// <summary>The program or the module's BTF that is attached to; 0 for vmlinux.</summary>
    public int AttachTargetDescriptor;
    public uint CoreRelocationCount;
    public void* Descriptors;
    public void* CoreRelocations;
    public uint CoreRelocationRecordSize;

    /// <summary>Written by the kernel: the size of the whole log (Linux 6.4).</summary>
    public uint TrueLogSize;
    public int TokenDescriptor;
    public uint DescriptorCount;
}
