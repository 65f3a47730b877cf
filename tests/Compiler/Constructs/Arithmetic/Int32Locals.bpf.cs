namespace CsBpf.Constructs.Arithmetic;

/// <summary>A chain of <c>int</c> locals that never leave their width.</summary>
[BpfObject]
public partial class Int32Locals
{
    public struct Args
    {
        public int Value, Result;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        int a = args.Value;
        int b = a * 5 + 3;
        int d = b >> 1;
        a++;
        b--;
        args.Result = a ^ b ^ d;
        return 1;
    }
}
