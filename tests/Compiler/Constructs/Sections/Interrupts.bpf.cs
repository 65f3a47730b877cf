// csbpf build --target-kernel 6.14

namespace CsBpf.Constructs.Sections;

/// <summary>Sections without interrupts: nested, in a loop, and left by a fault.</summary>
[BpfObject]
public partial class Interrupts
{
    public struct Args
    {
        public int Left, Right, Result;
        public uint Rounds;
    }

    public readonly BpfHashMap<int, int> Entries = new(16);

    [Syscall(OnFault = -5)]
    public int Run(ref Args args)
    {
        for (uint round = 0; round < 4; round++)
        {
            using InterruptScope still = Bpf.DisableInterrupts();
            if (round == (args.Rounds & 7))
                break;
            args.Result += (int)round;
            using (Bpf.RcuRead())
            using (Bpf.DisableInterrupts())
                Entries[args.Left & 3] = args.Left / args.Right;
        }

        using (Bpf.DisableInterrupts())
            return Entries[args.Right & 3];
    }
}
