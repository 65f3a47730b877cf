namespace CsBpf.Constructs.Tuples;

/// <summary>Tuples are equal where all their elements are.</summary>
[BpfObject]
public partial class Equality
{
    public struct Args
    {
        public int Left, Right;
        public long Wide;
        public int Result;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        (int, long) first = (args.Left, args.Wide);
        int result = first == (args.Right, args.Wide & ~1L) ? 1 : 0;
        result |= first != (3, 4) ? 2 : 0;
        result |= ((byte)args.Left, (args.Right, args.Wide > 0)) == (args.Left, ((long)args.Left, args.Left > 0)) ? 4 : 0;
        result |= (args.Left & 1, args.Right & 1) == (1, 0) ? 8 : 0;
        args.Result = result;
        return 1;
    }
}
