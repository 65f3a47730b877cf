namespace CsBpf.Constructs.Registers;

/// <summary>A loop whose variables rotate.</summary>
[BpfObject]
public partial class ParallelCopies
{
    public struct Args
    {
        public int A, B, C, D;
        public int Count;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        int a = args.A;
        int b = args.B;
        int c = args.C;
        int d = args.D;
        for (int i = 0; i < (args.Count & 15); i++)
        {
            int first = a;
            a = b;
            b = c;
            c = d;
            d = first;
        }
        args.A = a;
        args.B = b;
        args.C = c;
        args.D = d;
        return 1;
    }
}
