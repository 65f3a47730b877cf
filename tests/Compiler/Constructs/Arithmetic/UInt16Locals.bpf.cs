namespace CsBpf.Constructs.Arithmetic;

/// <summary>A chain of <c>ushort</c> locals that never leave their width.</summary>
[BpfObject]
public partial class UInt16Locals
{
    public struct Args
    {
        public ushort Value, Result;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        ushort a = args.Value;
        ushort b = (ushort)(a * 5 + 3);
        ushort d = (ushort)(b >> 1);
        a++;
        b--;
        args.Result = (ushort)(a ^ b ^ d);
        return 1;
    }
}
