namespace CsBpf.Constructs.BasicLoops;

/// <summary>A method that returns from within a loop.</summary>
[BpfObject]
public partial class LoopWithEarlyReturn
{
    public struct Args
    {
        public uint Value;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        for (int bit = 31; bit >= 0; bit--)
        {
            if ((args.Value >> bit & 1) != 0)
                return bit;
        }
        return -1;
    }
}
