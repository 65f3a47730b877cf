namespace CsBpf.Constructs.BasicLoops;

/// <summary>A loop that tests last.</summary>
[BpfObject]
public partial class DoWhile
{
    public struct Args
    {
        public uint Value, Digits;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        uint rest = args.Value;
        uint digits = 0;
        do
        {
            digits++;
            rest /= 10;
        }
        while (rest != 0);
        args.Digits = digits;
        return 1;
    }
}
