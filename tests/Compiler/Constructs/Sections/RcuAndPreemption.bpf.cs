// csbpf build --target-kernel 6.10

namespace CsBpf.Constructs.Sections;

/// <summary>Sections that are left at their end, by return, by break, by a fault in them, and by one in what they call.</summary>
[BpfObject]
public partial class RcuAndPreemption
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
        using (Bpf.RcuRead())
        {
            if (args.Left == 1)
                return 7;
            args.Result = Divided(args.Left, args.Right);
        }

        for (uint round = 0; round < 4; round++)
        {
            using PreemptionScope still = Bpf.DisablePreemption();
            if (round == (args.Rounds & 7))
                break;
            args.Result += (int)round;
            using (Bpf.DisablePreemption())
            using (Bpf.RcuRead())
                Entries[args.Left & 3] = args.Result;
        }

        using var read = Bpf.RcuRead();
        return Entries[args.Right & 3];
    }

    private static int Divided(int left, int right) => left / right + left % right + left / (right ^ 5);
}
