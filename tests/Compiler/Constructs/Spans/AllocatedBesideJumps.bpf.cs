using System;

namespace CsBpf.Constructs.Spans;

/// <summary>Memory that no jump comes back to.</summary>
[BpfObject]
public partial class AllocatedBesideJumps
{
    public struct Args
    {
        public int Kind;
        public int Rounds;
        public int Result;
    }

    [Syscall]
    public int Run(ref Args args)
    {
        int rounds = 0;
    again:
        if (++rounds < (args.Rounds & 7))
            goto again;
        Span<int> before = stackalloc int[2];
        before[0] = rounds;
        switch (args.Kind & 3)
        {
            case 0:
                Span<int> inside = stackalloc int[1];
                inside[0] = args.Kind;
                before[1] += inside[0] + 1;
                goto case 1;
            case 1:
                before[1] += 100;
                goto default;
            case 2:
                goto done;
            default:
                before[1] += 1000;
                break;
        }

        before[0]++;
    done:
        args.Result = before[0] + before[1];
        return 1;
    }
}
