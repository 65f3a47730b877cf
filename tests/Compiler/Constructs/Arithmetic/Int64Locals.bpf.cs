namespace CsBpf.Constructs.Arithmetic;

/// <summary>A chain of <c>long</c> locals that never leave their width.</summary>
[BpfObject]
public partial class Int64Locals
{
    public struct Args
    {
        public long Value, Result;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        long a = args.Value;
        long b = a * 5 + 3;
        long d = b >> 1;
        a++;
        b--;
        args.Result = a ^ b ^ d;
        return 1;
    }
}
