namespace CsBpf.Constructs.BasicLoops;

/// <summary>A loop without a condition.</summary>
[BpfObject]
public partial class WhileTrue
{
    public struct Args
    {
        public int Limit, Sum;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        int i = 0;
        while (true)
        {
            args.Sum += i * 3;
            if (++i > (args.Limit & 15))
                return i;
        }
    }
}
