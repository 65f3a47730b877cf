namespace CsBpf.Constructs.Arithmetic;

/// <summary>A chain of <c>uint</c> locals that never leave their width.</summary>
[BpfObject]
public partial class UInt32Locals
{
    public struct Args
    {
        public uint Value, Result;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        uint a = args.Value;
        uint b = a * 5 + 3;
        uint d = b >> 1;
        a++;
        b--;
        args.Result = a ^ b ^ d;
        return 1;
    }
}
