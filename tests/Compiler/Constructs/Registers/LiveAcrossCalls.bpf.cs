namespace CsBpf.Constructs.Registers;

/// <summary>Values that outlive a helper call.</summary>
[BpfObject]
public partial class LiveAcrossCalls
{
    public struct Args
    {
        public long A, B, C, D, E, F;
        public long Result;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        long a = args.A + 1;
        long b = args.B + 2;
        long c = args.C + 3;
        long d = args.D + 4;
        long e = args.E + 5;
        long f = args.F + 6;
        ulong before = Bpf.KtimeGetNs();
        args.Result = a * b + c * d + e * f;
        bool forward = Bpf.KtimeGetNs() >= before;
        return forward ? (int)(a + b + c + d + e + f) | 1 : 0;
    }
}
