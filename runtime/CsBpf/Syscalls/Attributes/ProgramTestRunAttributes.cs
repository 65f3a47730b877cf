using System.Runtime.InteropServices;

namespace CsBpf.Syscalls;

/// <summary>What <see cref="BpfCommand.ProgramTestRun"/> takes and gives.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ProgramTestRunAttributes
{
    public int ProgramDescriptor;
    public uint ReturnValue;
    public uint DataSizeIn;
    public uint DataSizeOut;
    public void* DataIn;
    public void* DataOut;
    public uint Repeat;
    public uint Duration;
    public uint ContextSizeIn;
    public uint ContextSizeOut;
    public void* ContextIn;
    public void* ContextOut;
    public uint Flags;
    public uint Cpu;
    public uint BatchSize;
}
