namespace CsBpf.Constructs.BasicLoops;

/// <summary>The usual loop, with a limit that the compiler knows.</summary>
[BpfObject]
public partial class For
{
    public struct Args
    {
        public int Seed, Sum;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        int sum = 0;
        for (int i = 0; i < 10; i++)
            sum += i ^ args.Seed;
        args.Sum = sum;
        return 1;
    }
}
