namespace CsBpf.Constructs.BasicLoops;

/// <summary>A loop that follows on one that may be left in each of its rounds, without a block between the two.</summary>
[BpfObject]
public partial class LoopBehindASearch
{
    public struct Args
    {
        public ulong Bytes;
        public byte Wanted;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        int i = 0;
        while (i < 200 && (byte)(args.Bytes >> i) != args.Wanted)
            i++;
        int ones = 0;
        for (int j = 0; j < 300; j++)
        {
            if ((args.Bytes >> (i + j) & 1) != 0)
                ones++;
            if ((args.Bytes >> i & 2) != 0)
                ones += 3;
            if ((args.Bytes >> i & 4) != 0)
                ones ^= 5;
        }

        return ones;
    }
}
