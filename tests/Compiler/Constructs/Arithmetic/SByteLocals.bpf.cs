namespace CsBpf.Constructs.Arithmetic;

/// <summary>A chain of <c>sbyte</c> locals that never leave their width.</summary>
[BpfObject]
public partial class SByteLocals
{
    public struct Args
    {
        public sbyte Value, Result;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        sbyte a = args.Value;
        sbyte b = (sbyte)(a * 5 + 3);
        sbyte d = (sbyte)(b >> 1);
        a++;
        b--;
        args.Result = (sbyte)(a ^ b ^ d);
        return 1;
    }
}
