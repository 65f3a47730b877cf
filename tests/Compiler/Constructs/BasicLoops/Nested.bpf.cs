namespace CsBpf.Constructs.BasicLoops;

/// <summary>A loop in a loop, whose limit depends on the outer variable.</summary>
[BpfObject]
public partial class Nested
{
    public struct Args
    {
        public int Size;
        public long Sum;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        long sum = 0;
        for (int row = 0; row < (args.Size & 7); row++)
        {
            for (int column = 0; column <= row; column++)
                sum += row * 10 + column;
        }
        args.Sum = sum;
        return 1;
    }
}
