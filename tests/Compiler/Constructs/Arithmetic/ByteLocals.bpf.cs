namespace CsBpf.Constructs.Arithmetic;

/// <summary>A chain of <c>byte</c> locals that never leave their width.</summary>
[BpfObject]
public partial class ByteLocals
{
    public struct Args
    {
        public byte Value, Result;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        byte a = args.Value;
        byte b = (byte)(a * 5 + 3);
        byte d = (byte)(b >> 1);
        a++;
        b--;
        args.Result = (byte)(a ^ b ^ d);
        return 1;
    }
}
