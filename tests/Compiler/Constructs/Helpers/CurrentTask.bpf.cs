namespace CsBpf.Constructs.Helpers;

/// <summary>Helpers whose answers the program only compares.</summary>
[BpfObject]
public partial class CurrentTask
{
    public struct Args
    {
        public bool HasPid, TimeGoesOn;
        public uint Cpu;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        args.HasPid = Bpf.GetCurrentPidTgid() != 0;
        ulong start = Bpf.KtimeGetNs();
        args.TimeGoesOn = Bpf.KtimeGetNs() >= start && start > 0;
        args.Cpu |= Bpf.GetSmpProcessorId() & 0x8000_0000;
        return 1;
    }
}
