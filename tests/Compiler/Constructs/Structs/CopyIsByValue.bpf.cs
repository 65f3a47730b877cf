namespace CsBpf.Constructs.Structs;

/// <summary>A copy that changes does not change the original.</summary>
[BpfObject]
public partial class CopyIsByValue
{
    public struct Args
    {
        public Pair Pair;
        public int Result;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        Pair copy = args.Pair;
        copy.First += 10;
        args.Result = copy.First - args.Pair.First + copy.Second;
        return 1;
    }

    public struct Pair
    {
        public int First;
        public short Second;
    }
}
