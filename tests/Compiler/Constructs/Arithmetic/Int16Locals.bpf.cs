namespace CsBpf.Constructs.Arithmetic;

/// <summary>A chain of <c>short</c> locals that never leave their width.</summary>
[BpfObject]
public partial class Int16Locals
{
    public struct Args
    {
        public short Value, Result;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        short a = args.Value;
        short b = (short)(a * 5 + 3);
        short d = (short)(b >> 1);
        a++;
        b--;
        args.Result = (short)(a ^ b ^ d);
        return 1;
    }
}
