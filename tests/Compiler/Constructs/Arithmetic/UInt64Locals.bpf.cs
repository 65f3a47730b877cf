namespace CsBpf.Constructs.Arithmetic;

/// <summary>A chain of <c>ulong</c> locals that never leave their width.</summary>
[BpfObject]
public partial class UInt64Locals
{
    public struct Args
    {
        public ulong Value, Result;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        ulong a = args.Value;
        ulong b = a * 5 + 3;
        ulong d = b >> 1;
        a++;
        b--;
        args.Result = a ^ b ^ d;
        return 1;
    }
}
