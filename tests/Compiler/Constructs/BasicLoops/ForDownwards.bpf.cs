namespace CsBpf.Constructs.BasicLoops;

/// <summary>A loop that counts down, in an unsigned type.</summary>
[BpfObject]
public partial class ForDownwards
{
    public struct Args
    {
        public uint Count;
        public ulong Product;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        ulong product = 1;
        for (uint i = args.Count & 15; i > 0; i--)
            product *= i;
        args.Product = product;
        return 1;
    }
}
