namespace CsBpf.Constructs.Branches;

/// <summary>Assignments that are used as values.</summary>
[BpfObject]
public partial class Assignments
{
    public struct Args
    {
        public int A, B, C;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        args.A = args.B = args.C + 1;
        int x;
        if ((x = args.A * 2) > 10)
            args.C = x;
        return x;
    }
}
