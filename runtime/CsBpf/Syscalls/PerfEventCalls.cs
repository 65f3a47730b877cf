using System.Runtime.InteropServices;
using System.Text;

namespace CsBpf.Syscalls;

/// <summary>The calls on perf events.</summary>
internal static unsafe class PerfEventCalls
{
    private const string LinksSince = "5.15";
    private const nuint CloseOnExec = 8;
    private const int NoGroup = -1;

    private static readonly nint Number = RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => 298,
        Architecture.X86 => 336,
        Architecture.Arm => 364,
        Architecture.S390x => 331,
        Architecture.Ppc64le => 319,
        Architecture.Arm64 or Architecture.RiscV64 or Architecture.LoongArch64 => 241,
        var other => throw new PlatformNotSupportedException($"CsBpf does not know the number of perf_event_open(2) on {other}."),
    };

    // PERF_EVENT_IOC_SET_BPF: PowerPC has its own numbers for the direction.
    private static readonly nuint SetProgram = RuntimeInformation.ProcessArchitecture == Architecture.Ppc64le ? 0x80042408 : 0x40042408;

    /// <summary>Makes a program run at the events of a kind.</summary>
    /// <returns>What ends it when it is closed: a link, before Linux 5.15 the event.</returns>
    public static LinkHandle Attach(ProgramHandle program, PerfEventRecord record, in Operation operation)
    {
        using FileHandle perfEvent = Open(record, operation);
        using var programLease = program.Lease();
        using var eventLease = perfEvent.Lease();
        var handle = new LinkHandle();
        if (KernelVersion.IsOlderThan(LinksSince))
        {
            if (LibC.Control(eventLease.Descriptor, SetProgram, programLease.Descriptor) < 0)
                throw Failed(-Marshal.GetLastPInvokeError(), operation);
            handle.Take(perfEvent.Release());
            return handle;
        }

        var attributes = new LinkCreateAttributes
        {
            ProgramDescriptor = programLease.Descriptor,
            TargetDescriptor = eventLease.Descriptor,
            AttachType = (uint)BpfAttachType.PerfEvent,
        };
        int result = BpfCall.Invoke(BpfCommand.LinkCreate, ref attributes);
        if (result < 0)
            throw Failed(result, operation);
        handle.Take(result);
        return handle;
    }

    /// <summary>Makes the event that programs write to on a processor; null for one that is off.</summary>
    /// <exception cref="BpfException">The kernel refused.</exception>
    public static FileHandle? TryOpenOutput(int processor, string name)
    {
        try
        {
            return Open(PerfEventRecord.Output(processor), new Operation("make the buffers of", name, CapabilitySet.PerfMon));
        }
        catch (BpfException exception) when (exception.Errno == (int)Errno.ENODEV)
        {
            return null;
        }
    }

    private static FileHandle Open(PerfEventRecord record, in Operation operation)
    {
        var attributes = record.Attributes;
        nint result;
        fixed (byte* text = record.Text is null ? null : Encoding.UTF8.GetBytes(record.Text + '\0'))
        {
            attributes.Configuration1 = (ulong)text;
            result = LibC.OpenPerfEvent(Number, &attributes, record.Thread, record.Processor, NoGroup, CloseOnExec);
        }

        if (result < 0)
            throw Failed(-Marshal.GetLastPInvokeError(), operation);
        var handle = new FileHandle();
        handle.Take((int)result);
        return handle;
    }

    private static BpfException Failed(int result, in Operation operation) => operation.Failed(result, (Errno)(-result) switch
    {
        // Of a missing capability as of a program that reads too much: the kernel says the same.
        Errno.EACCES when Capabilities.Missing(operation.Needs) != CapabilitySet.None => Capabilities.Advice(operation.Needs),
        Errno.ENOENT or Errno.EADDRNOTAVAIL => "the running kernel has no such function",
        Errno.EACCES => "the program reads what lies behind the record of this event",
        _ => null,
    });
}
