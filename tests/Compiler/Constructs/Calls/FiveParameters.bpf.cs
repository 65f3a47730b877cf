namespace CsBpf.Constructs.Calls;

/// <summary>As many parameters as there are registers for.</summary>
[BpfObject]
public partial class FiveParameters
{
    public struct Args
    {
        public int A, B, C, D, E;
        public long Result;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        args.Result = Combine(args.A, args.B, args.C, args.D, args.E);
        return 1;
    }

    private static long Combine(int a, long b, int c, long d, int e) => a + 2 * b + 3L * c + 4 * d + 5L * e;
}
