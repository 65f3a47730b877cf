namespace CsBpf.Constructs.BasicLoops;

/// <summary>A loop with two induction variables.</summary>
[BpfObject]
public partial class ForWithTwoVariables
{
    public struct Args
    {
        public int Count, Result;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        int low = 0;
        for (int high = args.Count & 31; low < high; low++, high--)
            args.Result += high - low;
        return low;
    }
}
