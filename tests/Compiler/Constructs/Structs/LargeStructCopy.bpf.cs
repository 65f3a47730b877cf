namespace CsBpf.Constructs.Structs;

/// <summary>A struct that is too large for registers.</summary>
[BpfObject]
public partial class LargeStructCopy
{
    public struct Args
    {
        public Block From, To;
        public ulong Extra;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        args.To = args.From;
        args.To.C ^= args.Extra;
        return 1;
    }

    public struct Block
    {
        public ulong A, B, C, D, E;
        public byte F;
        public ushort G;
    }
}
