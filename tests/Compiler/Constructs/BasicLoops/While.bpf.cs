namespace CsBpf.Constructs.BasicLoops;

/// <summary>A loop that tests first.</summary>
[BpfObject]
public partial class While
{
    public struct Args
    {
        public int Count, Sum;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        int i = 0;
        while (i < (args.Count & 31))
        {
            args.Sum += i;
            i++;
        }
        return 1;
    }
}
