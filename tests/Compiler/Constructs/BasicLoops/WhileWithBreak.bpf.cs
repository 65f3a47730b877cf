namespace CsBpf.Constructs.BasicLoops;

/// <summary>A loop that is left in the middle.</summary>
[BpfObject]
public partial class WhileWithBreak
{
    public struct Args
    {
        public int Limit, Sum;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        int i = 0;
        while (i < 64)
        {
            if (i == (args.Limit & 31))
                break;
            args.Sum += i;
            i++;
        }
        return i;
    }
}
