namespace CsBpf.Constructs.BasicLoops;

/// <summary>Two values that change places in each turn.</summary>
[BpfObject]
public partial class LoopCarriedSwap
{
    public struct Args
    {
        public int Count;
        public ulong Fibonacci;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        ulong current = 0;
        ulong next = 1;
        for (int i = 0; i < (args.Count & 63); i++)
        {
            ulong sum = current + next;
            current = next;
            next = sum;
        }
        args.Fibonacci = current;
        return 1;
    }
}
