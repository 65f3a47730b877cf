namespace CsBpf.Constructs.BasicLoops;

/// <summary>A loop that skips some of its turns.</summary>
[BpfObject]
public partial class ForWithContinue
{
    public struct Args
    {
        public int Count, Odd;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        for (int i = 0; i < (args.Count & 63); i++)
        {
            if ((i & 1) == 0)
                continue;
            args.Odd += i;
        }
        return 1;
    }
}
