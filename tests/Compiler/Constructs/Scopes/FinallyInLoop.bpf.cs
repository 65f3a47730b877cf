namespace CsBpf.Constructs.Scopes;

/// <summary>A <c>try</c> in a loop, left by break, continue and goto; and a loop in a <c>try</c>.</summary>
[BpfObject]
public partial class FinallyInLoop
{
    public struct Args
    {
        public uint Left, Right;
        public int Rounds, Ends, Sum;
    }

    [Syscall(OnFault = -5)]
    public static int Run(ref Args args)
    {
        int result = 1;
        for (int i = 0; i < 8; i++)
        {
            try
            {
                args.Rounds++;
                if ((args.Left >> i & 1) != 0)
                    continue;
                if (i == (args.Right & 15))
                    break;
                if (i == (args.Right >> 4 & 15))
                    goto Leave;
                args.Sum += 1000 / (int)((args.Right >> i & 7) + 2 - i);
            }
            finally
            {
                args.Ends++;
            }
        }

        result = 2;
    Leave:
        try
        {
            for (int i = 0; i < 100; i++)
            {
                if (i == (args.Right & 127))
                    break;
                args.Sum += i % (int)(args.Left & 63);
            }
        }
        finally
        {
            args.Ends += 100;
        }

        return result + args.Sum;
    }
}
