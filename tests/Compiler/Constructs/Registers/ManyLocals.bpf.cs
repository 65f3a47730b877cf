namespace CsBpf.Constructs.Registers;

/// <summary>More values alive than there are registers.</summary>
[BpfObject]
public partial class ManyLocals
{
    public struct Args
    {
        public long A, B, C, D, E, F;
        public long Result;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        long a = args.A * 3;
        long b = args.B * 5 + a;
        long c = args.C * 7 + b;
        long d = args.D * 11 + c;
        long e = args.E * 13 + d;
        long f = args.F * 17 + e;
        long g = a ^ f;
        long h = b ^ e;
        long i = c ^ d;
        long j = a + b + c;
        long k = d + e + f;
        long l = g * h * i;
        args.A = a - l;
        args.B = b - k;
        args.C = c - j;
        args.D = d - i;
        args.E = e - h;
        args.F = f - g;
        args.Result = a + b * c - d * e + f * g - h * i + j * k - l;
        return 1;
    }
}
