namespace CsBpf.Constructs.BasicLoops;

/// <summary>A loop that tests last. The second condition is for the verifier, which doesn't see that a division comes to an end.</summary>
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
        while (rest != 0 && digits < 10);
        args.Digits = digits;
        return 1;
    }
}
